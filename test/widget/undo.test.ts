import { expect } from './support/expect.ts';
import type { CanditechAssessment } from '../../widget/index.ts';
import { button, candidate, choose, has, rendered, submit, until, useLab } from './support/lab.ts';
import { openLine } from './support/line.ts';

const lab = useLab();
const isOffered = ({ shadowRoot }: CanditechAssessment) =>
  [...shadowRoot!.querySelectorAll('button')].some(({ textContent }) => textContent.trim() === 'Undo');

describe('taking back', () => {
  it('is for good, whatever an older list says', async () => {
    const line = openLine('GET', '/invitations?');
    const { element } = await lab.show(candidate(), { properties: { transport: line.transport } });
    await choose(element, 'Bookkeeping');
    submit(element, '#invite');
    await until(() => element.invitation && isOffered(element));
    line.state = 'holding';
    const looking = element.refresh();
    await line.isWaitedFor();
    button(element, 'Undo').click();
    await until(() => !element.invitation);
    line.release();
    await looking;
    expect(element.invitation).to.equal(null);
    await element.refresh();
    expect([element.invitation, element.error]).to.deep.equal([null, undefined]);
  });

  it('that did not get through can be tried again', async () => {
    const who = candidate();
    const line = openLine('POST', '/undo');
    const { element } = await lab.show(who, { properties: { transport: line.transport } });
    await choose(element, 'Bookkeeping');
    submit(element, '#invite');
    await until(() => isOffered(element));
    line.state = 'cut';
    button(element, 'Undo').click();
    await until(() => !isOffered(element));
    await until(() => isOffered(element));
    await has(element, `${who.name}: The server cannot be reached.`);
    line.state = 'open';
    button(element, 'Undo').click();
    await has(element, 'Taken back. No e-mail was sent.');
    expect((await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items).to.deep.equal([]);
  });

  it('is not offered for what was sent at once', async () => {
    const { element } = await lab.show(candidate());
    await choose(element, 'Bookkeeping');
    await element.invite({ holdSeconds: 0 });
    await has(element, 'The link can be opened until');
    await rendered();
    expect(isOffered(element)).to.equal(false);
  });

  it('is open to who may invite and not read', async () => {
    const who = candidate();
    const { element, log } = await lab.show(who, {
      scopes: ['assessments:read', 'invitations:write'],
      attributes: { view: 'picker' },
    });
    await choose(element, 'Bookkeeping');
    submit(element, '#invite');
    await until(() => isOffered(element));
    button(element, 'Undo').click();
    await has(element, 'Taken back. No e-mail was sent.');
    expect((await lab.admin('GET', `/v1/invitations?candidate=${who.externalId}`)).items).to.deep.equal([]);
    expect(log.map(({ type }) => type)).not.to.contain('error');
  });
});
