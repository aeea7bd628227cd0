import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDemo, type Demo } from '../support/demo.ts';
import { button, expectAccessible, heading, REFUSED, usePages } from '../support/page.ts';

// The product as its README shows it: the demo, one browser, and nobody who calls an API.
const pages = usePages();
let demo: Demo;

beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo?.stop());

const mailsTo = (page: Page, to: string, subject: RegExp) =>
  page.getByRole('row').filter({ hasText: to }).getByRole('link', { name: subject });

/** The link in the newest mail to somebody, once there are more than `after` of them in the demo's mailbox. */
async function mailedLink(page: Page, to: string, subject: RegExp, after = 0): Promise<string> {
  await page.goto(`${demo.ashby}/mail`);
  const mails = mailsTo(page, to, subject);
  await mails.nth(after).waitFor();
  await mails.first().click();
  return (await page.locator('pre a').first().getAttribute('href'))!;
}

async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await button(page, 'Sign in').click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** Answers what it is shown, one question after the other, as a person without much of an idea would. */
async function takeTest(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await button(page, 'Begin').click();
  for (;;) {
    await heading(page, /^Question \d+ of \d+$/).waitFor();
    const group = page.getByRole('group');
    if (await page.getByRole('radio').count()) await page.getByRole('radio').first().check();
    else if (await page.getByRole('checkbox').count()) await page.getByRole('checkbox').first().check();
    else if (await page.getByRole('button', { name: /^Move down: / }).count())
      await page
        .getByRole('button', { name: /^Move down: / })
        .first()
        .click();
    else if (await group.getByRole('combobox').count())
      for (const select of await group.getByRole('combobox').all()) await select.selectOption({ index: 1 });
    else await page.getByRole('textbox', { name: 'Your answer' }).fill('12');
    if (!(await button(page, 'Next').isVisible())) break;
    const number = await heading(page, /^Question/).textContent();
    await button(page, 'Next').click();
    await page.waitForFunction((last) => document.querySelector('h1')?.textContent !== last, number);
  }
  await button(page, 'Review and submit').last().click();
  await button(page, 'Submit answers').click();
  await heading(page, 'Your answers are handed in').waitFor();
}

/** Gives points to every open answer on the report. */
async function gradeAll(page: Page): Promise<void> {
  const forms = page.locator('grade-form');
  await forms.first().waitFor();
  for (const form of await forms.all()) {
    await form.getByRole('spinbutton', { name: 'Points' }).fill('1');
    await form.getByRole('button', { name: 'Save points' }).click();
    await form.getByText('Graded by').waitFor();
  }
}

async function commentAndDecide(page: Page): Promise<void> {
  await page.getByLabel('Add a comment').fill('Writes clearly, calm with angry customers.');
  await button(page, 'Add comment').click();
  await page.getByRole('radio', { name: 'Advance' }).check();
  await page.getByLabel('Reason (optional)').fill('Strong on tone');
  await button(page, 'Save decision').click();
}

async function swapKeys(canditech: Page, ashby: Page): Promise<void> {
  await ashby.goto(`${demo.ashby}/settings`);
  await button(ashby, 'Create Ashby API Key').click();
  const ashbyKey = (await ashby.locator('#new-ashby-key').textContent())!;

  await canditech.goto(`${demo.canditech}/settings/ashby`);
  await button(canditech, 'Make a key').click();
  const canditechKey = await canditech.getByLabel('New key').inputValue();

  // The two keys look alike, and people swap them.
  await canditech.getByLabel('Ashby API key', { exact: true }).fill(canditechKey);
  await button(canditech, 'Save and check').click();
  await canditech.getByText(/is a Canditech key/).waitFor();
  await canditech.getByLabel('Ashby API key', { exact: true }).fill(ashbyKey);
  await button(canditech, 'Save and check').click();
  await canditech.getByText('Ashby accepts the key.').waitFor();
  await canditech.getByText(`Key ending in ${ashbyKey.slice(-4)}`).waitFor();

  await ashby.getByLabel('Canditech API Key').fill(canditechKey);
  await button(ashby, 'Save and test').click();
  await ashby.getByText('Saved. Canditech accepts the key.').waitFor();
}

/** The page of the make-believe Ashby refreshes itself; so the text only has to come. */
const shown = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

test('swap keys, start in Ashby, take the test, grade, comment, decide: Ashby and the host page show it all', async () => {
  const member = await pages.open({ expected: [REFUSED] });
  const outside = await pages.open({ expected: [REFUSED] });
  await signIn(member, demo.signInUrl);
  await swapKeys(member, outside);

  await outside.goto(`${demo.ashby}/plan`);
  await outside.getByLabel('Assessment type').selectOption({ label: 'Customer Support' });
  await button(outside, 'Save plan').click();
  await outside.goto(demo.ashby);
  await outside.getByRole('link', { name: 'Noor Haddad' }).click();
  const profile = outside.url();
  const host = await openHost('Noor Haddad');
  await host.getByRole('option', { name: /Customer Support/ }).waitFor();
  await outside.getByRole('link', { name: 'Start an assessment' }).click();
  await button(outside, 'Start Assessment').click();
  await shown(outside, 'Invited');

  const candidate = await pages.open();
  await takeTest(candidate, await mailedLink(candidate, 'noor.haddad@mail.example', /invites you/));
  await shown(outside, 'Awaiting review');

  await member.goto(await mailedLink(member, 'ada@acme.example', /^To review: Noor Haddad/));
  await gradeAll(member);
  await commentAndDecide(member);
  await member.getByText('In Ashby').first().waitFor();
  await expectAccessible(member);

  await outside.goto(profile);
  await shown(outside, 'Completed');
  await shown(outside, 'Advance: Strong on tone');
  await shown(outside, 'Writes clearly, calm with angry customers.');
  const facts = await outside.locator('main dl').innerText();
  const sections = await member.locator('.sections li').all();
  expect(sections.length).toBeGreaterThan(1);
  for (const section of sections) {
    const [title, percent] = await section.locator('span').allInnerTexts();
    expect(facts).toContain(`${title}\n${percent!.replace(/[\s%]/g, '')}`);
  }
  const score = /Score\n(\d+(?:\.\d)?)/.exec(facts)![1]!;
  await shown(host, 'Completed');
  await shown(host, `${score}`);
  await shown(host, 'Strong on tone');
  await shown(host, 'Writes clearly, calm with angry customers.');
  await shown(host, /^In Ashby: .*matches/);
  for (const section of sections) await shown(host, await section.locator('span').first().innerText());
  await outside.getByRole('link', { name: /\/reports\// }).click();
  await heading(outside, /Sign in/).waitFor();
});

async function openHost(candidate: string): Promise<Page> {
  const page = await pages.open();
  await page.goto(demo.host);
  await page.getByRole('link', { name: candidate }).click();
  return page;
}

test('pick and invite in the host page, and watch it become the result without a reload', async () => {
  const host = await openHost('Amara Okafor');
  const search = host.getByRole('combobox', { name: 'Find an assessment' });
  await search.fill('suport cust');
  await host.getByText(/^Nothing found/).waitFor();
  await search.fill('support cust');
  await host.getByRole('option', { name: /Customer Support/ }).waitFor();
  await search.press('ArrowDown');
  await search.press('Enter');
  await button(host, 'Invite').click();
  await host.getByRole('heading', { name: 'Customer Support' }).waitFor();
  await host.getByText('Invited', { exact: true }).waitFor();
  await expectAccessible(host);

  const candidate = await pages.open();
  await takeTest(candidate, await mailedLink(candidate, 'amara.okafor@mail.example', /invites you/));
  await host.getByText('Awaiting review').waitFor();
  await host.getByText(/provisional/).waitFor();

  const member = await pages.open();
  await signIn(member, await askForLink(member));
  await member.goto(await mailedLink(member, 'ada@acme.example', /Amara Okafor/));
  await gradeAll(member);
  await commentAndDecide(member);

  await host.getByText('Completed', { exact: true }).waitFor();
  await host.getByText('Writes clearly, calm with angry customers.').waitFor();
  await host.getByText('Strong on tone').waitFor();
  await expectAccessible(host);
});

async function askForLink(page: Page): Promise<string> {
  const mail = ['ada@acme.example', /^Sign in to Acme/] as const;
  await page.goto(`${demo.ashby}/mail`);
  const before = await mailsTo(page, ...mail).count();
  await page.goto(`${demo.canditech}/sign-in`);
  await page.getByLabel('E-mail address').fill(mail[0]);
  await button(page, 'Send me a link').click();
  await heading(page, 'Look into your mailbox').waitFor();
  return mailedLink(page, ...mail, before);
}
