import { QuestionKind } from '../../server/contract/assessment.ts';
import { TimelineKind } from '../../server/contract/invitation.ts';
import { AshbySync, DecisionValue, InvitationStatus } from '../../server/contract/result.ts';
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
const NUMBERS = [0, 1, 2, 3, 11, 100, 101];
/** What English says by the code itself, or by the server's sentence. */
const CODES = {
  status: InvitationStatus.options,
  timeline: TimelineKind.options,
  kinds: QuestionKind.options,
  decisions: DecisionValue.options,
  ashby: AshbySync.shape.state.options.filter((state) => state !== 'none'),
  details: ['invitation', 'notice', 'receipt', ...DecisionValue.options],
  errors: [
    'undecided',
    'rate_limited',
    'unavailable',
    'internal',
    'forbidden',
    'not_found',
    'conflict',
    'already_invited',
    'already_submitted',
    'invitation_expired',
    'invitation_cancelled',
    'validation_failed',
    'too_large',
    'origin_not_allowed',
    'version_mismatch',
  ],
};

/** Of each of the numbers. */
const QUESTIONS: Record<string, string[]> = {
  en: ['0 questions', '1 question', ...[2, 3, 11, 100, 101].map((n) => `${n} questions`)],
  de: ['0 Fragen', '1 Frage', ...[2, 3, 11, 100, 101].map((n) => `${n} Fragen`)],
  fr: ['0 question', '1 question', ...[2, 3, 11, 100, 101].map((n) => `${n} questions`)],
  es: ['0 preguntas', '1 pregunta', ...[2, 3, 11, 100, 101].map((n) => `${n} preguntas`)],
  he: ['0 שאלות', 'שאלה אחת', 'שתי שאלות', ...[3, 11, 100, 101].map((n) => `${n} שאלות`)],
  ar: ['0 سؤال', 'سؤال واحد', 'سؤالان', '3 أسئلة', '11 سؤالًا', '100 سؤال', '101 سؤال'],
};
const PENDING: Record<string, string[]> = {
  en: ['0 points open', '1 point open', ...[2, 3, 11, 100, 101].map((n) => `${n} points open`)],
  de: ['0 Punkte offen', '1 Punkt offen', ...[2, 3, 11, 100, 101].map((n) => `${n} Punkte offen`)],
  fr: [
    '0 point en attente',
    '1 point en attente',
    ...[2, 3, 11, 100, 101].map((n) => `${n} points en attente`),
  ],
  es: [
    '0 puntos pendientes',
    '1 punto pendiente',
    ...[2, 3, 11, 100, 101].map((n) => `${n} puntos pendientes`),
  ],
  he: [
    '0 נקודות בהמתנה',
    'נקודה אחת בהמתנה',
    'שתי נקודות בהמתנה',
    ...[3, 11, 100, 101].map((n) => `${n} נקודות בהמתנה`),
  ],
  ar: [
    '0 درجة بانتظار التقييم',
    'درجة واحدة بانتظار التقييم',
    'درجتان بانتظار التقييم',
    '3 درجات بانتظار التقييم',
    ...[11, 100, 101].map((n) => `${n} درجة بانتظار التقييم`),
  ],
};

/** Every sentence, with its variables filled; the names of the variables say what they are. */
function sentencesOf(text: Text): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (path: string, value: unknown) => {
    if (typeof value === 'string') found[path] = value;
    else if (typeof value === 'function')
      for (const n of NUMBERS) found[`${path}(${n})`] = String(value(n, `${n}`, `${n}`, `${n}`));
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
      const missing = Object.keys(english).filter((path) => !sentences[path] && english[path]);
      expect(missing).to.deep.equal(FOR_BUILDERS);
      const codes = Object.entries(CODES).flatMap(([list, names]) => names.map((name) => `.${list}.${name}`));
      expect(codes.filter((path) => !sentences[path])).to.deep.equal([]);
      const same = Object.keys(english).filter(
        (path) => english[path]!.length > 20 && sentences[path] === english[path],
      );
      expect(same).to.deep.equal([]);
      const broken = Object.values(sentences).filter((one) => /undefined|NaN|\[object/.test(one));
      expect(broken).to.deep.equal([]);
    });

  for (const locale of ['en', ...LOCALES])
    it(`of ${locale} counts as people do there`, async () => {
      const { questions, pending } = await loadText(locale);
      expect(NUMBERS.map((n) => questions(n, `${n}`))).to.deep.equal(QUESTIONS[locale]);
      expect(NUMBERS.map((n) => pending(n, `${n}`))).to.deep.equal(PENDING[locale]);
    });

  it('counts halves as each language does', async () => {
    const of = async (locale: string) => (await loadText(locale)).pending;
    expect((await of('fr'))(1.5, '1,5')).to.equal('1,5 point en attente');
    expect((await of('he'))(0.5, '0.5')).to.equal('0.5 נקודות בהמתנה');
    expect((await of('ar'))(2.5, '2.5')).to.equal('2.5 درجة بانتظار التقييم');
  });

  it('says of a wrong field what the server says, or in another language that it is wrong', async () => {
    expect(en.wrong('E-mail', 'is missing')).to.equal('E-mail is missing.');
    for (const locale of LOCALES) {
      const sentence = (await loadText(locale)).wrong('E-mail', 'is missing');
      expect(sentence).to.contain('E-mail');
      expect(sentence).not.to.contain('missing');
    }
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
    const properties = { labels: { errors: {} } };
    const { element } = await lab.show(who, { attributes: { lang: 'he' }, properties });
    type(element, '#address #email', who.email);
    submit(element, '#address');
    const alert = await until(() => $(element, '#address [role="alert"]'));
    const words = [...alert.childNodes].find((node) => node instanceof Text)!;
    const sentence = words.textContent;
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
