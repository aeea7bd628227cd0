import type { Locator, Page } from 'playwright-core';
import { button, heading } from './page.ts';

/** What a candidate sees of a save; the tests' assessment has a question of each of the seven kinds. */
export const saved = (page: Page): Locator => page.getByText(/^Saved \d\d:\d\d:\d\d$/);

export async function begin(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await button(page, 'Begin').click();
  await heading(page, 'Question 1 of 7').waitFor();
}

/** By the list of questions, which a phone keeps folded. */
export async function goTo(page: Page, number: number): Promise<void> {
  const toggle = page.getByRole('button', { name: /^Questions:/ });
  if (await toggle.isVisible()) await toggle.click();
  await page.getByRole('link', { name: new RegExp(`^Question ${number},`) }).click();
  await heading(page, `Question ${number} of 7`).waitFor();
}
