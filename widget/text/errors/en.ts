import type { EmbedErrorCode } from '../../embed/error.ts';

/** Of the page of all codes, for those who build a page or call the API; they read English. `code` stands in backticks. */
export const page = {
  heading: 'Error codes',
  lead: 'What each code means, and what whoever builds the page or calls the API does about it. With `debug` the element finds out by itself, and shows the line to copy.',
  element: {
    heading: 'Of the element',
    lead: '`error.code` of `canditech-error`, and of what `invite()` throws. What was answered, if anything was, stands in `status` and `detail`.',
  },
  api: {
    heading: 'Of the API',
    lead: '`code` of an answer of `application/problem+json`; the element hands it on. `/ashby` has it in `errorInfo.code`. `detail` says what it was this time, and the log of the server has more under `requestId`.',
  },
};

export interface ErrorText {
  means: string;
  /** What a developer does about it. */
  mend: string;
}

export const errors: Record<EmbedErrorCode, ErrorText> = {
  unset: {
    means:
      'The element was not told where the server is, or `invite()` was called before it stood in the page.',
    mend: 'Set `api-base="https://tests.acme.example"`, or once for the page `CanditechAssessment.configure({ apiBase })`. Await `whenReady()` before `invite()`.',
  },
  token_unset: {
    means: 'Nobody gives the element a token.',
    mend: 'Set `token-endpoint="/canditech/token"` or the property `fetchToken`, or answer `canditech-token-request` with `event.respondWith(promise)`.',
  },
  token_missing: {
    means:
      'The page’s token route or `fetchToken` could not be reached, answered an error, or answered without a token.',
    mend: 'Answer the POST with 200 and `{ "token": "…", "expiresIn": 600 }`; the README has the route. `detail` has its status, and what the API refused there. Without a status: does the page’s policy have `connect-src \'self\'`?',
  },
  token_not_renewed: {
    means:
      'In place of a token that has ended the page gave the same one again, or another that has ended too.',
    mend: 'Mint a new token for each POST, answer with `Cache-Control: no-store`, and let `fetchToken` remember none. If you sign yourselves: is the clock of your backend right?',
  },
  token_timeout: {
    means: 'The page’s token route or `fetchToken` did not answer within 15 seconds.',
    mend: 'Try `curl -i -X POST` with the URL of the route, and look at what it waits for. The element asks again by itself.',
  },
  network: {
    means:
      'No answer came from `api-base`: wrong address, server down, or the browser blocked the call. The element goes on trying.',
    mend: "Try `curl https://tests.acme.example/embed/v1/manifest.json`. Let the page’s policy have `connect-src 'self' https://tests.acme.example`. A page of https needs an `api-base` of https.",
  },
  offline: {
    means: 'The browser has no network.',
    mend: 'Nothing: the element goes on when the line is back.',
  },
  timeout: {
    means: 'The API did not answer within 10 seconds.',
    mend: 'Look at what stands before the server. The element goes on trying.',
  },
  server: {
    means: 'Something answered, but not the API: a wrong `api-base`, or a proxy with a page of its own.',
    mend: 'Set `api-base` to what `/v1` and `/embed` of the server stand below, and let the proxy pass `/v1` without a sign-in of its own. `status` says what was answered.',
  },
  undecided: {
    means: 'Somebody pressed _Save decision_ and had chosen none.',
    mend: 'Nothing: the sentence stands beside the button.',
  },
  csp_blocked: {
    means: 'The page’s policy requires Trusted Types and does not list ours.',
    mend: 'Add it to the policy: `trusted-types canditech-embed`.',
  },
  unsupported_browser: {
    means: 'The browser lacks `:state()`, which Chrome has from 125 on, Firefox from 126, Safari from 17.4.',
    mend: 'Listen to `canditech-error`, and show a link to the report instead.',
  },

  malformed_body: {
    means:
      'The request cannot be read: the body is no JSON object in UTF-8, is nested deeper than 32 levels, or has a key twice; or the path is wrongly encoded.',
    mend: 'Send what `JSON.stringify` makes of an object, and build paths with `encodeURIComponent`.',
  },
  version_mismatch: {
    means: 'The header `Canditech-Embed-Version` names a major version that this server does not serve.',
    mend: 'Load the element from the server that `api-base` names: `/embed/v1/loader.js`, or the pinned tags of `/embed/v1/manifest.json`. Programs of your own leave the header out.',
  },
  unauthenticated: {
    means:
      'The call has no credential, or one that does not count: unknown, revoked, ended, or wrongly signed.',
    mend: 'Element: its session or key was revoked, and _Try again_ asks for a new token. `POST /v1/embed/sessions`: send `Authorization: Bearer ck_live_…`, a key of _Settings › Embedding_. Tokens that you sign: `detail` names the claim. Ashby: a key of _Settings › Ashby_ as the user name of Basic authentication. Members sign in, candidates open their mail’s link again.',
  },
  token_expired: {
    means: 'The token was genuine and has ended.',
    mend: 'The element asks for another and repeats the call by itself. Programs of your own mint one with `POST /v1/embed/sessions`; `ttl` is at most 900 seconds.',
  },
  forbidden: {
    means:
      'This is for members with another role, for members alone, or for the author of the comment alone.',
    mend: 'An admin changes roles in _Settings › Members_. With a token: leave it to the report; lists of assessments need `status=published`.',
  },
  origin_not_allowed: {
    means:
      'The call comes from another origin than the token is for, or the key no longer lists that origin. Calls with a cookie come from the server’s own pages alone.',
    mend: 'Mint with the page’s `location.origin`: `"origin": "https://ats.acme.example"`. A key that lists it is made in _Settings › Embedding_. The browser sends `Origin`: a token is not for calls of a backend.',
  },
  scope_missing: {
    means: 'The token lacks the scope that `detail` names, or asks for more than its key allows.',
    mend: 'Mint with a higher role, `"role": "recruiter"` to invite, or with that scope in `"scopes"`. The key’s highest role bounds both: a higher one needs another key of _Settings › Embedding_.',
  },
  candidate_mismatch: {
    means: 'The token is for another candidate than was asked for, or has another e-mail address of them.',
    mend: 'Mint for the `candidateId` that the element sends: `"candidate": { "externalId": "cand-42" }` is `candidate-id="cand-42"`. Leave `email` out of the token where people may choose the address.',
  },
  not_found: {
    means:
      'There is no such route or id here, or it is of another workspace, or not for this token: one without a candidate sees only what its own session invited.',
    mend: 'Check id and path. Give all tokens of one signed-in user the same `sid`. `invite()` needs the id of a published assessment in `value` or `assessmentId`.',
  },
  method_not_allowed: {
    means: 'The path is right, the method is not.',
    mend: 'Use one that the header `Allow` lists.',
  },
  conflict: {
    means:
      'The state of things does not allow it, such as a decision before the test was submitted; or, with `Retry-After`, the same or another call is changing it right now.',
    mend: 'With `Retry-After`: repeat the call after it, with the same `Idempotency-Key`. Else read the thing again: `detail` says what is in the way.',
  },
  already_invited: {
    means:
      'The candidate has an invitation to this assessment that is open, or submitted and not graded yet.',
    mend: 'Use that one: its id is `current` where you may see it. `POST /v1/invitations/:id/resend` mails an open one again, `/cancel` makes room for another. The element shows it by itself.',
  },
  already_submitted: {
    means: 'The test is submitted, so invitation and answers stay as they are.',
    mend: 'Read `GET /v1/invitations/:id/result`. Once the score is final, the candidate can be invited again.',
  },
  stale: {
    means: '`If-Match` is behind: somebody commented, decided or edited meanwhile.',
    mend: 'Show what is there now (`current`, or read it again). If it is still meant, send it with the new `ETag`.',
  },
  link_invalid: {
    means:
      'The secret of a mailed link is wrong, used up or replaced. Links to sign in count once, for 15 minutes.',
    mend: 'The newest mail has the link that counts. `POST /v1/invitations/:id/resend` sends another; to sign in, ask for a new one at `/sign-in`.',
  },
  invitation_expired: {
    means: 'The link’s last day has passed, and the test was not begun.',
    mend: '`POST /v1/invitations/:id/extend` with `{ "days": 7 }` mails a new link. 30 days after the end: invite again.',
  },
  invitation_cancelled: {
    means: 'The invitation was cancelled.',
    mend: 'Invite again.',
  },
  time_over: {
    means: 'The time for the test is over; what was saved is submitted.',
    mend: 'Nothing. Give extra time while the test runs, or before: `POST /v1/invitations/:id/extra-time`.',
  },
  too_large: {
    means: 'The body has more than 512 KiB, for `/ashby` 1 MiB.',
    mend: 'Send less.',
  },
  unsupported_media_type: {
    means: 'The body is not declared as JSON in UTF-8, or has a `Content-Encoding` that is not known here.',
    mend: 'Send `Content-Type: application/json`, with a cookie also where there is no body.',
  },
  validation_failed: {
    means:
      'Values are wrong, missing or unknown here, in body, query or `Idempotency-Key`; or a token was asked for that is more than its key allows.',
    mend: '`errors` lists each as `{ path, message }`. For `POST /v1/embed/sessions`: `origin`, `role` and `scopes` have to be within the key of _Settings › Embedding_.',
  },
  idempotency_mismatch: {
    means: 'The same `Idempotency-Key` came with another request within 72 hours.',
    mend: 'Make a new key for each thing to be done, and use it again only to repeat that very request.',
  },
  rate_limited: {
    means:
      'Too much at once: tries to sign in or to open a link, calls of Ashby, more than 20 streams of one person, 3 mails of an invitation to one address within a day, 5 changes of its address.',
    mend: 'Wait for as many seconds as `Retry-After` says (`retryAfterMs` of the element). Show many candidates with `view="badge"` and one `session`: they share a stream.',
  },
  unavailable: {
    means: 'The server cannot reach its database, or was to mail a sign-in link and has no mail server.',
    mend: 'Repeat the call after `Retry-After`; the element does. Whoever runs the server looks at `/readyz`, `MONGODB_URI` and `SMTP_URL`.',
  },
  internal: {
    means: 'The server failed in a way that nobody foresaw.',
    mend: 'Repeat the call, with the same `Idempotency-Key`. If it stays, look for `requestId` in the log of the server.',
  },
};
