import { html, nothing, type TemplateResult } from 'lit';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { EmbedError } from '../embed/error.ts';
import type { Panel } from './panel.ts';
import { alert, metaOf } from './parts.ts';

export interface InviteForm {
  render(assessment: AssessmentSummary, onBack: () => void): TemplateResult;
}

type Field = 'name' | 'email';

/** The chosen assessment as the candidate will meet it, and whom to invite. */
export function createInviteForm(panel: Panel): InviteForm {
  const { store, text } = panel;
  const values = { name: panel.candidate.name ?? '', email: panel.candidate.email ?? '' };
  let problems: Partial<Record<Field, string>> = {};
  let error: EmbedError | undefined;
  let isBusy = false;

  async function invite(assessment: AssessmentSummary): Promise<void> {
    problems = {};
    error = undefined;
    for (const field of ['name', 'email'] as const)
      if (!values[field].trim()) problems[field] = text.isMissing;
    if (!problems.name && !problems.email) {
      isBusy = true;
      panel.update();
      try {
        const externalId = store.candidateId;
        await store.invite(assessment.id, { ...(externalId && { externalId }), ...values });
        panel.show('result');
        panel.focus('[part=heading]');
        panel.say(text.invited(values.name));
        return;
      } catch (cause) {
        const refusal = panel.explain(cause);
        for (const { path, message } of refusal.fields ?? []) problems[path.split('.')[1] as Field] = message;
        if (!problems.name && !problems.email) error = refusal;
      }
      isBusy = false;
    }
    panel.focus('[aria-invalid=true]', 'form button');
    panel.update();
  }

  const field = (name: Field, type: string) =>
    html`<div part="field">
      <label for=${name}>${text[name]}</label>
      <input
        part="input"
        id=${name}
        type=${type}
        required
        autocomplete="off"
        .value=${values[name]}
        ?disabled=${isBusy}
        aria-invalid=${problems[name] ? 'true' : 'false'}
        aria-describedby=${problems[name] ? `${name}-problem` : nothing}
        @input=${({ target }: InputEvent) => (values[name] = (target as HTMLInputElement).value)}
      />
      ${problems[name] ? html`<p part="alert" id=${`${name}-problem`}>${problems[name]}</p>` : nothing}
    </div>`;

  const form = (assessment: AssessmentSummary) =>
    html`<form
      part="invite-form"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        if (!isBusy) void invite(assessment);
      }}
    >
      ${field('name', 'text')}${field('email', 'email')} ${alert(error)}
      <div>
        <button part="button button-primary" type="submit" aria-disabled=${isBusy}>${text.invite}</button>
        <small>${text.inviteHint}</small>
      </div>
    </form>`;

  return {
    render: (assessment, onBack) =>
      html`<div part="card">
          <h3 part="heading" tabindex="-1">${assessment.name}</h3>
          <p part="option-meta">${metaOf(panel, assessment, text.questions(assessment.questionCount))}</p>
          <p>${assessment.description}</p>
          <p><small>${text.sections}</small></p>
          <ul>
            ${assessment.sectionTitles.map((title) => html`<li>${title}</li>`)}
          </ul>
          <button part="button" type="button" @click=${onBack}>${text.change}</button>
        </div>
        ${store.can('invitations:write') ? form(assessment) : nothing}`,
  };
}
