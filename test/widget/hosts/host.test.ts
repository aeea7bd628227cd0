import { expect, test } from 'vitest';
import { comment, decide, invite, pick, take } from './support/hands.ts';
import { useHosts } from './support/host.ts';

const hosts = useHosts();

test('a bare page gets the whole journey: search, choose, invite, watch, comment, decide, open the report', async () => {
  const host = await hosts.open();
  await pick(host);
  const { id } = await invite(host);
  await take(host, 'begin');
  await host.element.getByText('Begun').waitFor();
  await take(host);
  await host.element.getByText('Awaiting review').first().waitFor();
  await comment(host, 'Short.');
  await decide(host, id, 'Hold');
  const report = host.element.getByRole('link', { name: 'Open the report' });
  expect(await report.getAttribute('href')).toContain(id);
});
