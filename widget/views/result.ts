import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { InvitationRow } from '../../server/contract/invitation.ts';
import type { InvitationStatus, ResultView } from '../../server/contract/result.ts';
import { Form } from './form.ts';
import type { Panel } from './panel.ts';

const SHAPES: Record<InvitationStatus, string> = {
  invited: 'M6 1.5a4.5 4.5 0 1 0 .01 0z',
  started: 'M6 1.5a4.5 4.5 0 1 0 .01 0v9M8 2v8',
  submitted: 'M6 1.5 11 10.5H1z',
  completed: 'm1.5 6.5 3 3 6-7',
  expired: 'M2 1.5h8L2 10.5h8z',
  cancelled: 'm2 2 8 8M10 2l-8 8',
};

/** A picture of what is said beside it; the range is where the final score can still land. */
const bar = (percent: number, { minPercent, maxPercent } = { minPercent: 0, maxPercent: 0 }) =>
  html`<svg part="section-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="1" />
    <rect x=${minPercent} width=${maxPercent - minPercent} height="1" />
    <rect width=${percent} height="1" />
  </svg>`;

/** Makes the choice the person's own: a decision that comes in meanwhile does not undo it. */
function keepChoice({ currentTarget }: Event): void {
  const radios = (currentTarget as Element).querySelectorAll('input');
  radios.forEach((radio) => (radio.checked = Boolean(radio.checked)));
}

/** Everything about one invitation; the candidate's others are a click away. */
export class ResultPanel {
  #panel: Panel;
  #comment: Form;
  #decision: Form;

  constructor(panel: Panel) {
    const { store, text } = panel;
    this.#panel = panel;
    this.#comment = new Form(panel, async ({ text: words = '' }) => {
      await store.comment(words);
      panel.say(text.commented);
    });
    this.#decision = new Form(panel, async ({ decision = '', note }) => {
      await store.decide({ decision, ...(note?.trim() && { note }) });
      panel.say(text.decided);
    });
  }

  #status(value: InvitationStatus): TemplateResult {
    return html`<span part="status" data-is=${value}
      ><svg viewBox="0 0 12 12" aria-hidden="true"><path d=${SHAPES[value]} /></svg>${
        this.#panel.text.status[value]
      }</span
    >`;
  }

  #time(iso: string): TemplateResult {
    const { format } = this.#panel;
    return html`<time datetime=${iso} title=${format.exact(iso)}>${format.relative(iso)}</time>`;
  }

  /** What happened last and what comes next. */
  #sentence(row: InvitationRow): string {
    const { text, format, store } = this.#panel;
    const { status, mail, candidate, expiresAt, deadlineAt = '' } = row;
    const when = format.relative(row.completedAt ?? row.submittedAt ?? row.startedAt ?? expiresAt);
    if (status !== 'invited' && status !== 'started') return text.next[status](when);
    const before = store.duplicateOf === row.id ? `${text.invitedBefore(candidate.name)} ` : '';
    if (status === 'started') return before + text.started(when, deadlineAt && format.relative(deadlineAt));
    const { state, problem = '', nextTryAt = '' } = mail;
    const next = nextTryAt && format.relative(nextTryAt);
    const letter = before && state === 'accepted' ? '' : text.mail[state](candidate.email, problem, next);
    return `${before}${letter} ${text.linkEnds(format.exact(expiresAt))}`;
  }

  #score({ overall, range, sections }: ResultView): TemplateResult {
    const { text, format } = this.#panel;
    const { percent } = format;
    return html`<div>
      <div part="score">
        <span part="score-value">${percent(overall!.percent)}</span>
        ${range ? text.provisional(percent(range.minPercent), percent(range.maxPercent)) : text.score}
      </div>
      ${bar(overall!.percent, range)}
      <dl part="sections">
        ${sections.map(
          ({ title, percent: value, pendingPoints }) =>
            html`<div part="section">
              <dt>
                ${title}
                ${pendingPoints ? html`<small>${text.pending(format.number(pendingPoints))}</small>` : ''}
              </dt>
              <dd>${bar(value)}</dd>
              <dd>${percent(value)}</dd>
            </div>`,
        )}
      </dl>
    </div>`;
  }

  #comments({ comments }: ResultView): TemplateResult | typeof nothing {
    const { text, store } = this.#panel;
    const may = store.can('comments:write');
    if (!may && !comments.length) return nothing;
    return html`<div part="comments">
      <h4>${text.comments}</h4>
      ${comments.map(
        ({ author, text: words, at }) =>
          html`<div part="comment">
            <small><bdi>${author.name}</bdi>, ${this.#time(at)}</small>
            <p class="words">${words}</p>
          </div>`,
      )}
      ${
        may
          ? this.#comment.render('add', this.#comment.field('text', text.comment, ''), text.addComment, [
              'text',
            ])
          : nothing
      }
    </div>`;
  }

  #decisionOf({ decision, overall }: ResultView): TemplateResult | typeof nothing {
    const { text, store } = this.#panel;
    const may = store.can('decisions:write') && overall;
    if (!may && !decision) return nothing;
    const choices = html`<div role="radiogroup" aria-label=${text.decision} @change=${keepChoice}>
        ${Object.entries(text.decisions).map(
          ([value, label]) =>
            html`<label
              ><input
                type="radio"
                name="decision"
                value=${value}
                ?checked=${value === decision?.value}
              />${label}
            </label>`,
        )}
      </div>
      ${this.#decision.field('note', text.reason, decision?.note ?? '')}`;
    return html`<div part="decision">
      <h4>${text.decision}</h4>
      ${
        decision
          ? html`<p>
              ${text.decisions[decision.value]}
              <small><bdi>${decision.by.name}</bdi>, ${this.#time(decision.at)}</small>
            </p>`
          : nothing
      }
      ${
        may
          ? this.#decision.render('decide', choices, text.decide, ['note'])
          : html`<p class="words">${decision!.note}</p>`
      }
    </div>`;
  }

  #ashby({ state, lastSentAt = '', problem = '' }: ResultView['ashby']): TemplateResult | typeof nothing {
    const { text, format } = this.#panel;
    if (state === 'none') return nothing;
    const words = text.inAshby(text.ashby[state], lastSentAt && format.relative(lastSentAt), problem);
    return html`<small>${words}</small>`;
  }

  #others(): TemplateResult {
    const { store, text, button } = this.#panel;
    const others = store.invitations.filter((row) => row !== store.selected);
    const show = (id: string) => {
      void store.select(id);
      this.#panel.show('result');
    };
    return html`${others.length ? html`<h4>${text.others}</h4>` : nothing}
    ${others.map(
      (row) =>
        html`<div class="row">
          ${button(row.assessment.name, () => show(row.id))} ${this.#status(row.status)}
        </div>`,
    )}
    ${
      store.can('invitations:write') && store.assessments.length
        ? button(text.inviteAnother, () => this.#panel.show('picker'))
        : nothing
    }`;
  }

  #details(row: InvitationRow): TemplateResult {
    const { store, text } = this.#panel;
    const { result } = store;
    return html`<div class="row">
        <h3 part="heading" tabindex="-1">${row.assessment.name}</h3>
        ${this.#status(row.status)}
      </div>
      <p part="option-meta"><bdi>${row.candidate.name}</bdi> · <bdi>${row.candidate.email}</bdi></p>
      <p>${this.#sentence(row)}</p>
      ${
        result
          ? html`<div class="columns">
              ${result.overall ? this.#score(result) : nothing}
              <div>${this.#comments(result)} ${this.#decisionOf(result)}</div>
            </div>`
          : nothing
      }
      ${this.#ashby((result ?? row).ashby)}
      <a href=${row.reportUrl} target="_blank" rel="noopener">${text.report}</a>`;
  }

  render(): TemplateResult {
    const { store, text } = this.#panel;
    return html`${store.selected ? this.#details(store.selected) : html`<p>${text.empty}</p>`}${this.#others()}`;
  }
}
