// Of the doctor, which speaks to those who build the page; they read English. Each is an export of its own, so that no
// name goes into the doctor's file.

export const titleWrong = 'Canditech: what is wrong here';
export const titleLoading = 'Canditech: looking';
export const titleFine = 'Canditech: nothing is wrong here';
export const copy = 'Copy';
export const copyAll = 'Copy diagnostics';
export const copied = 'Copied. There is no token in it.';
export const byHand = 'Copy the text below by hand.';
export const about = 'About';
export const diagnostics = 'Diagnostics';
export const canned = 'Canned data.';
export const none = 'There is none.';
export const forbids = 'The security policy of the page forbids it.';
export const unreachable = 'Nothing answers there, or it may not be read from this page.';

export const address = 'Address';
export const connection = 'Connection';
export const policy = 'Security policy of the page';
export const token = 'Token';
export const origin = 'Origin';
export const clock = 'Clock';
export const scopes = 'What the token allows';
export const candidate = 'Candidate';
export const attributes = 'Attributes';
export const colours = 'Colours';
export const copies = 'Copies';

export const addressBare = 'It lacks http:// or https://.';
export const addressMixed = 'Browsers block http in a page of https.';
export const addressHome = 'The element’s script comes from here:';
export const addressFine = 'It asks';
export const connectionOffline = 'The browser is offline.';
export const connectionForeign = 'What answers there is not Canditech.';
export const connectionVersion = (theirs: string, ours: string) =>
  `It has version ${theirs}, this page has ${ours}.`;
export const connectionFine = (version: string) => `Canditech ${version} answers.`;
export const policyBlocks = 'It blocks the element.';
export const policyFine = 'It lets the element be.';
export const tokenSame = 'Mint a new one each time.';
export const tokenShape = 'Its route has to answer:';
export const tokenKey = 'It needs a key of Settings › Embedding.';
export const tokenSilent = 'The page’s token route, or fetchToken, does not answer.';
export const tokenMore = 'Ask for it,';
export const tokenLess = 'Ask for less,';
export const tokenOtherKey = 'or make a key with a higher role in Settings › Embedding.';
export const tokenNowhere = 'It takes no POST.';
export const tokenLog = 'The log of the page’s server says why.';
export const tokenOther = 'The token is not for';
export const tokenFine = (minutes: number) => `It has ${minutes} minutes left.`;
export const originKey = 'Keys cannot be changed: make one in Settings › Embedding that lists:';
export const originFine = 'It allows';
export const clockFine = 'It is right.';
export const clockHost = 'the page’s server';
export const clockHere = 'this computer';
export const clockMend = 'Set time automatically';
export const clockOff = (whose: string, minutes: number) => `That of ${whose} is ${minutes} minutes off.`;
export const scopesLacks = 'This view needs';
export const scopesFine = 'It has';
export const candidateFine = 'It shows';
export const attributesUnknown = 'There is no';
export const attributesFine = 'All are known.';
export const coloursFine = 'They suit the page.';
export const coloursOther = (shade: string) =>
  `The page is ${shade}, and its color-scheme is not. Or set theme="${shade}".`;
export const copiesFine = 'There is no second one.';
export const copiesSeveral = 'The first of these wins:';
