import { expect } from './support/expect.ts';
import type { CanditechAssessment } from '../../widget/index.ts';
import { $, candidate, has, rendered, root, submit, textOf, type, until, useLab } from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const isQuiet = (element: CanditechAssessment) => until(() => !element.matches(':state(busy)'));

/** Two comments of one's own, of which the first is on its way somewhere. */
async function showTwo(method: string) {
  const who = candidate();
  const { id } = await lab.invite(who, 'Bookkeeping');
  const line = openLine(method, '/comments');
  const { element } = await lab.show(who, { properties: { transport: line.transport } });
  for (const text of ['First words.', 'Second words.']) {
    type(element, '#text', text);
    submit(element, '#add');
    await has(element, text);
    await isQuiet(element);
    await rendered();
  }
  const edit = async (text: string) => {
    const comments = [...root(element).querySelectorAll('[part="comment"]')];
    const [button] = comments.find((one) => one.textContent.includes(text))!.querySelectorAll('button');
    button!.click();
    await until(() => root(element).querySelector('#edit'));
    await rendered();
  };
  return { element, id: id as string, line, edit };
}

for (const method of ['PUT', 'DELETE'])
  for (const isRefused of [false, true])
    it(`one comment keeps words, focus and errors apart from another whose ${method} is ${isRefused ? 'refused' : 'done'}`, async () => {
      const { element, id, line, edit } = await showTwo(method);
      await edit('First');
      line.state = 'late';
      if (method === 'PUT') {
        type(element, '#edit', 'First, better.');
        submit(element, '#change');
      } else [...root(element).querySelectorAll<HTMLButtonElement>('dialog button')].at(-1)!.click();
      await line.isWaitedFor();
      await edit('Second');
      type(element, '#edit', 'Second, better.');
      if (isRefused) await lab.admin('POST', `/v1/invitations/${id}/comments`, { text: 'Other.' });
      line.release();
      await isQuiet(element);
      if (method === 'PUT' && !isRefused) await has(element, 'First, better.');
      else if (isRefused) await has(element, 'Other.');
      else await until(() => !textOf(element).includes('First words.'));
      await rendered();
      const form = $(element, '#change');
      expect(root(element).activeElement?.id).to.equal('edit');
      expect(form.querySelector('textarea')?.value).to.equal('Second, better.');
      expect(form.querySelectorAll('[role="alert"]').length).to.equal(0);
    });

it('a comment that a look at the server brings before its own answer is shown once', async () => {
  const who = candidate();
  await lab.invite(who, 'Bookkeeping');
  const line = openLine('POST', '/comments');
  const { element } = await lab.show(who, {
    attributes: { live: 'off' },
    properties: { transport: line.transport },
  });
  line.state = 'holding';
  type(element, '#text', 'Only once.');
  submit(element, '#add');
  await line.isWaitedFor();
  await element.refresh();
  await rendered();
  expect(root(element).querySelectorAll('[part="comment"]').length).to.equal(1);
  line.release();
});
