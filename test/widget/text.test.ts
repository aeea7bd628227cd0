import { expect } from './support/expect.ts';
import { en, type Text } from '../../widget/text/element/en.ts';
import { loadText } from '../../widget/text/element/load.ts';
import { $, button, candidate, has, rendered, submit, textOf, type, until, useLab } from './support/lab.ts';

const lab = useLab();

const LOCALES = ['de', 'fr', 'es', 'he', 'ar'];
/** Only who builds the page can do something about these. */
const FOR_BUILDERS = ['unset', 'token_unset', 'csp_blocked', 'unsupported_browser'].map(
  (code) => `.errors.${code}`,
);
/** Numbers whose plural differs somewhere. */
const NUMBERS = [0, 1, 2, 3, 11, 100];

/** Every sentence, with its variables filled; the names of the variables say what they are. */
function sentencesOf(text: Text): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (path: string, value: unknown) => {
    if (typeof value === 'string') found[path] = value;
    else if (typeof value === 'function')
      for (const n of NUMBERS) found[`${path}(${n})`] = String(value(n, `${n}`, `${n}`));
    else for (const [name, inner] of Object.entries(value as object)) walk(`${path}.${name}`, inner);
  };
  walk('', text);
  return found;
}

describe('the text', () => {
  for (const locale of LOCALES)
    it(`of ${locale} says everything, and in that language`, async () => {
      const text = await loadText(`${locale}-XX`);
      expect(text.locale).to.equal(locale);
      const sentences = sentencesOf(text);
      const english = sentencesOf(en);
      const codes = ['status', 'timeline', 'kinds', 'decisions', 'ashby'].map((name) => `.${name}.`);
      const missing = Object.keys(english).filter((path) => !sentences[path] && english[path]);
      expect(missing).to.deep.equal(FOR_BUILDERS);
      const same = Object.keys(english).filter(
        (path) => english[path]!.length > 20 && sentences[path] === english[path] && !codes.includes(path),
      );
      expect(same).to.deep.equal([]);
      const broken = Object.values(sentences).filter((one) => /undefined|NaN|\[object/.test(one));
      expect(broken).to.deep.equal([]);
    });

  it('of a language that we do not have is English', async () => {
    expect((await loadText('it')).locale).to.equal('en');
  });

  it('follows each element’s own language, beside others in the same page', async () => {
    const who = candidate();
    await lab.invite(who, 'Bookkeeping');
    const { element: german } = await lab.show(who, { attributes: { lang: 'de-AT' } });
    const { element: hebrew } = await lab.show(who, { attributes: { lang: 'he', dir: 'rtl' } });
    const { element: english } = await lab.show(who, { attributes: { lang: 'en' } });
    expect(textOf(german)).to.contain('Eingeladen');
    expect(textOf(hebrew)).to.contain('הוזמן');
    expect(textOf(english)).to.contain('Invited');
    expect(getComputedStyle($(hebrew, '[part="base"]')).direction).to.equal('rtl');
    expect($(german, '[part="base"]').lang).to.equal('de');
  });

  it('lets a sentence of the server’s run in its own direction', async () => {
    const who = candidate();
    const { id } = await lab.invite(who, 'Bookkeeping');
    for (const n of [1, 2, 3, 4, 5])
      await lab.admin('POST', `/v1/invitations/${id}/address`, { email: `${n}-${who.email}` });
    const { element } = await lab.show(who, { attributes: { lang: 'he' } });
    type(element, '#address #email', who.email);
    submit(element, '#address');
    const alert = await until(() => $(element, '#address [role="alert"]'));
    const words = [...alert.childNodes].find((node) => node instanceof Text)!;
    const sentence = words.textContent!;
    const left = (at: number) => {
      const range = document.createRange();
      range.setStart(words, at);
      range.setEnd(words, at + 1);
      return range.getBoundingClientRect().left;
    };
    expect(sentence).to.match(/^The address was changed.*\.$/);
    expect(left(0)).to.be.below(left(sentence.length - 1));
  });

  it('is the page’s where it has labels, and what is no label of ours is left alone', async () => {
    const { element } = await lab.show(candidate());
    element.labels = { search: 'Find a <b>test</b>', found: 'no function' as never };
    await rendered();
    expect($<HTMLInputElement>(element, '#search').placeholder).to.equal('Find a <b>test</b>');
    $(element, '[role="option"]').click();
    element.labels = { invite: '<img src=x onerror=alert(1)>' };
    await has(element, '<img src=x onerror=alert(1)>');
    expect(button(element, '<img src=x onerror=alert(1)>').querySelector('img')).to.equal(null);
  });
});
