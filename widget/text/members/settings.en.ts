import type { EmbedRole } from '../../../server/contract/embed.ts';
import type { Role } from '../../../server/contract/member.ts';
import type { AshbyKeyCheck, ConnectionReport } from '../../../server/contract/settings.ts';
import { count } from '../ui/en.ts';

const states: Record<AshbyKeyCheck['state'] | 'missing', string> = {
  missing: 'No key yet',
  accepted: 'Accepted',
  scopes_missing: 'A permission is missing',
  refused: 'Refused',
  unverified: 'Could not be checked',
};

const checks: Record<ConnectionReport['checks'][number]['name'], string> = {
  ashby_key: 'Ashby API key',
  ashby_scopes: 'Permissions of the Ashby API key',
  canditech_key: 'Canditech API key',
  calls_from_ashby: 'Calls from Ashby',
  updates: 'Updates for Ashby',
  public_url: 'Links to reports',
};

const embedRoles: Record<EmbedRole, string> = {
  viewer: 'Viewer: may see assessments and results',
  reviewer: 'Reviewer: may also comment and decide',
  recruiter: 'Recruiter: may also invite candidates',
};

const roles: Record<Role, string> = {
  admin: 'Admin: everything, also settings and members',
  recruiter: 'Recruiter: assessments, invitations and reviews',
  reviewer: 'Reviewer: sees results, grades, comments, decides',
};

const page = {
  heading: 'Put it into a page',
  about:
    'The page holds the script and the element; your backend gets the tokens. Only if the page has a content security policy, that has to let the script in.',
  copy: (title: string) => `Copy: ${title}`,
  script: {
    title: 'Script',
    about: 'In the head of the page. It stays the same when this server is upgraded.',
  },
  pinned: {
    title: 'Script, pinned',
    about:
      'In its place, where nothing may change by itself: browsers take the file with this hash and no other. Copy it anew when this server is upgraded.',
  },
  element: {
    title: 'Element',
    about: 'Where the panel is to be. The candidate’s id is your own.',
  },
  route: 'Token route',
  routeMinted: (name: string) =>
    `In your backend, here with Express. Put the key “${name}” into CANDITECH_EMBED_KEY; never into a page.`,
  routeSigned: (name: string) =>
    `In your backend, here with Express and jsonwebtoken. It signs with the private key that belongs to “${name}”.`,
  routeWithout:
    'In your backend, here with Express. Make an embed key first and put it into CANDITECH_EMBED_KEY; never into a page.',
  policy: 'Policy',
  policyAbout: (trustedTypes: string) =>
    `Add these addresses to the policy of the page. If it names trusted types, also: ${trustedTypes}`,
};

export const settings = {
  navigation: 'Settings',
  adminsOnly:
    'Settings are for admins. Ask an admin of your workspace to change something here, or to make you one.',
  back: 'Go to the candidates',
  tabs: { ashby: 'Ashby', embedding: 'Embedding', members: 'Members' },
  key: {
    once: 'Copy it now. It is shown this once only; we keep no copy that could be shown again.',
    label: 'New key',
    copy: 'Copy key',
    done: 'I have copied it',
    revoke: 'Revoke',
    revokeKey: (name: string) => `Revoke ${name}`,
    made: 'Made',
    by: (name: string) => `by ${name}`,
    used: 'Last used',
    unused: 'Never used',
    end: (id: string) => `Key ${id}`,
    revoked: 'The key is revoked.',
  },
  ashby: {
    heading: 'Ashby',
    intro: 'Swap two keys, and Ashby can start assessments here and shows their results on its candidates.',
    next: 'Next',
    theirs: {
      heading: 'Ashby’s key, for us',
      about: 'With it we send status, score, comments and decision to Ashby.',
      label: 'Ashby API key',
      subject: 'This',
      empty: 'Paste the key from Ashby here first.',
      hint: 'In Ashby: Admin › Integrations › API keys › New. Tick Candidates: write.',
      save: 'Save and check',
      replace: 'Save another key',
      check: 'Check again',
      remove: 'Remove',
      states,
      lastFour: (four: string) => `Key ending in ${four}`,
      saved: 'Saved',
      checked: 'checked',
      named: (title: string) => `Named “${title}” in Ashby`,
      missing: (scopes: string[]) => `Missing: ${scopes.join(', ')}`,
      nextMissing: 'Create a key in Ashby and paste it here.',
      nextBad: 'Put this right, then check again or paste another key.',
      nextGood: 'Nothing to do in this step.',
      removeTitle: 'Remove the Ashby API key?',
      removeBody:
        'No status, score, comment or decision reaches Ashby any more. What comes up until there is a key again waits and is sent then.',
      savedToast: 'The key is saved.',
      removedToast: 'The key is removed.',
      checkedToast: 'The key was checked.',
    },
    ours: {
      heading: 'Our key, for Ashby',
      about: 'With it Ashby lists our assessments, starts and cancels them.',
      make: 'Make a key',
      another: 'Make another key',
      url: 'Base URL for Ashby',
      copyUrl: 'Copy URL',
      states: { none: 'No key yet', unused: 'Ashby has not called yet', used: 'In use' },
      keys: 'Canditech API keys',
      lastCall: 'Ashby last called',
      never: 'Ashby has never called.',
      nextNone: 'Make a key.',
      nextUnused:
        'In Ashby, open the Canditech integration and paste the key (and the URL, if it asks for one), then press the refresh icon.',
      nextUsed: 'Nothing to do in this step.',
      revokeTitle: 'Revoke this key?',
      revokeBody: (used: boolean) =>
        used
          ? 'It is in use: Ashby is refused from now on and can start nothing until it has another key.'
          : 'Whoever has it is refused from now on. It cannot be brought back.',
    },
    paused: (waiting: number) => `${count(waiting, 'update for Ashby waits', 'updates for Ashby wait')}.`,
    doctor: {
      heading: 'Check the connection',
      about: 'Looks at every part of it, and asks Ashby about its key.',
      run: 'Check now',
      names: checks,
      states: { pass: 'Fine', attention: 'Needs attention' },
      summary: (bad: number) =>
        bad === 0 ? 'Everything is fine.' : `${count(bad, 'thing needs', 'things need')} attention.`,
    },
  },
  embedding: {
    heading: 'Embedding',
    intro:
      'A page of yours can show the assessment panel. Its backend gets tokens for its users with an embed key, or signs them itself.',
    make: 'Make an embed key',
    name: 'Name',
    nameHint: 'Where it is used, such as “Intranet”.',
    nameMissing: 'is missing',
    origins: 'Origins of the pages',
    originsMissing: 'are missing: name at least one',
    originsLine: (line: string) => `“${line}”`,
    originsHint:
      'One per line, such as https://ats.example.com. A star is one name: https://*.example.com lets https://eu.example.com in, but not example.com itself. http://localhost:* is any port of your own machine, for trials.',
    originsOpaque: 'cannot hold “null”: use the tick below',
    opaque: 'Pages without an origin (sandboxed frames)',
    opaqueHint: 'Browsers send no origin for them, so this lets any such page in.',
    opaqueName: 'Pages without an origin',
    signs: 'Who signs the tokens',
    signers: {
      us: 'Canditech signs: your backend asks us for each token, with an embed key',
      host: 'You sign yourselves: your backend needs no call to us, and we get its public key',
    },
    publicKey: 'Public key',
    publicKeySubject: 'This',
    publicKeyHint:
      'For ES256: a P-256 key as PEM (BEGIN PUBLIC KEY) or as JWK. The private key stays with you.',
    publicKeyMissing: 'is missing: paste the public key of your backend',
    publicKeyPrivate:
      'is a private key, and was not sent. Should others have seen it, make a new pair. Paste the public half',
    registered: 'Id of the key',
    copyId: 'Copy id',
    registeredAbout:
      'The public key is registered. Put this id as “kid” into the header of your tokens. Revoking the key ends all of them at once.',
    done: 'Done',
    selfSigned: 'You sign, kid',
    maxRole: 'Highest role that tokens may have',
    maxRoleHint: 'A page that asks for a higher role is refused. It cannot be changed later.',
    atMost: (role: string) => `Tokens may have at most the role ${role}.`,
    roles: embedRoles,
    action: 'Make the key',
    none: 'There are no embed keys. Make one for each system that shows the panel.',
    columns: {
      name: 'Name',
      origins: 'Origins',
      role: 'Highest role',
      used: 'Last used',
      actions: 'Actions',
    },
    roleNames: { viewer: 'Viewer', reviewer: 'Reviewer', recruiter: 'Recruiter' },
    revokeTitle: (name: string) => `Revoke the key “${name}”?`,
    revokeBody: 'The panels that use it stop working at once, also those that are open now.',
    page,
  },
  members: {
    heading: 'Members',
    intro: 'Members sign in by a link in their mailbox.',
    invite: 'Invite a member',
    inviteBody: 'They get an e-mail with a link to sign in.',
    email: 'E-mail address',
    name: 'Name (optional)',
    nameSubject: 'Name',
    role: 'Role',
    roles,
    action: 'Invite',
    invited: (name: string) => `${name} is invited.`,
    you: 'you',
    columns: { name: 'Name', role: 'Role', seen: 'Last seen', actions: 'Actions' },
    neverSeen: 'Has not signed in yet',
    change: 'Change role',
    changeOf: (name: string) => `Change role of ${name}`,
    changeTitle: (name: string) => `Role of ${name}`,
    changed: 'The role is changed.',
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeBody:
      'They are signed out at once and cannot sign in again. Their grades, comments and decisions stay.',
    removeSelfBody: 'You are signed out and can no longer get in. Your grades, comments and decisions stay.',
    sendLink: 'Send link again',
    sendLinkTo: (name: string) => `Send link again to ${name}`,
    sentLink: 'Link sent',
    sentLinkTo: (name: string) => `Link sent to ${name}`,
    linkSent: (email: string) => `A link to sign in goes to ${email}. It works for 15 minutes.`,
    removed: (name: string) => `${name} is removed.`,
  },
};
