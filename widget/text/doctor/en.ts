export const doctor = {
  title: 'Canditech: what is wrong here',
  copy: 'Copy diagnostics',
  copied: 'Copied. There is no token in it.',
  copyLine: 'Copy',
  byHand: 'The browser does not allow it; select the text below and copy it.',
  canned: 'The data are canned; no server is asked.',
  states: { pass: 'Fine', attention: 'Attention', unchecked: 'Not checked' },
  address: {
    name: 'Address of the server',
    missing: 'The element does not know where Canditech is.',
    mixed: 'This page is https and the server is http: browsers block that.',
    fine: (base: string) => `It asks ${base}.`,
  },
  connection: {
    name: 'Connection',
    blocked: 'The page’s content security policy does not let it ask the server.',
    offline: 'The browser is offline.',
    unreachable: 'Nothing answers there, or it may not be read from this page.',
    asking: 'It is being asked.',
    foreign: 'What answers there is not Canditech.',
    version: (theirs: string, ours: string) => `The server has version ${theirs}, this page has ${ours}.`,
    fine: (version: string) => `Canditech ${version} answers.`,
  },
  policy: {
    name: 'Security policy of the page',
    blocked: (directive: string, what: string) => `${directive} has blocked ${what}.`,
    types: 'The page lists Trusted Types policies, and ours is not among them.',
    fine: 'Nothing was blocked.',
  },
  token: {
    name: 'Token',
    missing: 'Nobody gave one.',
    fine: (minutes: number) => `It has ${minutes} minutes left.`,
  },
  origin: {
    name: 'Origin',
    refused: (origin: string) => `The key, or the token, is not for ${origin}.`,
    fine: (origin: string) => `${origin} is allowed.`,
  },
  clock: {
    name: 'Clock of this computer',
    off: (minutes: number) =>
      `It is ${minutes} minutes off. Nothing depends on it, but times in logs will not match.`,
    fine: 'It agrees with the server.',
  },
  scope: {
    name: 'What the token allows',
    lacks: (scopes: string) => `This view needs ${scopes}, which the token has not.`,
    fine: (scopes: string) => `It has ${scopes}.`,
  },
  candidate: {
    name: 'Candidate',
    other: 'The token is for another candidate than candidate-id says.',
    fine: (id: string) => `It shows ${id}.`,
    none: 'There is none: the view is for anybody.',
  },
  copies: {
    name: 'Copies of the element',
    several: (list: string) => `The page loads several, and the first wins: ${list}`,
    fine: 'There is one.',
  },
  error: (code: string, message: string) => `${code}: ${message}`,
};
