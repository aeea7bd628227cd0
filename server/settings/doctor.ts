import type { AshbySettings, ConnectionReport } from '../contract/settings.ts';

type Check = ConnectionReport['checks'][number];

const isTrial = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const check = (name: Check['name'], pass: boolean, messages: [good: string, bad: string]): Check => ({
  name,
  state: pass ? 'pass' : 'attention',
  message: pass ? messages[0] : messages[1],
});

/** Each part of the connection with what to do about it. */
export function diagnose(settings: AshbySettings, publicUrl: string): ConnectionReport {
  const { ashbyKey, canditechKeys, lastCallAt, paused } = settings;
  const keyState = ashbyKey?.check.state;
  const checks = [
    check('ashby_key', keyState !== undefined && keyState !== 'refused' && keyState !== 'unverified', [
      'Ashby accepts its key.',
      ashbyKey?.check.message ?? 'There is no Ashby API key. Create one in Ashby and paste it in step 1.',
    ]),
    check('ashby_scopes', keyState !== 'scopes_missing' && ashbyKey !== null, [
      'No permission is known to be missing.',
      ashbyKey
        ? 'The key lacks Candidates: write. Tick it in Ashby, then check again.'
        : 'Unknown until there is an Ashby API key.',
    ]),
    check('canditech_key', canditechKeys.length > 0, [
      'Ashby can have a key to call us.',
      'There is no Canditech API key. Make one in step 2 and paste it in Ashby.',
    ]),
    check('calls_from_ashby', lastCallAt !== undefined, [
      'Ashby has called us.',
      'Ashby has never called us. In Ashby, paste the Canditech API key and press the refresh icon beside it.',
    ]),
    check('updates', paused === undefined, [
      'Nothing waits for a good key.',
      paused
        ? `${paused.waiting} ${paused.waiting === 1 ? 'update waits' : 'updates wait'}: ${paused.reason}`
        : '',
    ]),
    check('public_url', publicUrl.startsWith('https:') || isTrial(publicUrl), [
      `Links to reports begin with ${publicUrl}${isTrial(publicUrl) ? ', which is right for a trial on one machine' : ''}.`,
      `Links to reports begin with ${publicUrl}. Ashby shows only https links: ask who runs this server to set PUBLIC_URL.`,
    ]),
  ];
  return { checks, settings };
}
