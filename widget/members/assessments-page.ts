import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AssessmentStatus, AssessmentSummary } from '../../server/contract/assessment.ts';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { selectField, textField } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { clearFilters, filterForm, listView } from './list-parts.ts';
import { PagedList } from './paged-list.ts';

const t = text.assessments;

const row = (assessment: AssessmentSummary): TemplateResult => {
  const { id, name, description, minutes, kinds, questionCount, version, hasDraft } = assessment;
  return html`<tr>
    <td class="main">
      <a class="row-link" href="/assessments/${id}"><bdi>${name}</bdi></a>
      <p class="soft small clamp" title=${description}>${description}</p>
      <p class="soft small phone">${t.facts(minutes, questionCount)}</p>
      ${hasDraft && version > 0 ? html`<p class="small warn">${t.hasDraft}</p>` : nothing}
    </td>
    <td class="number desk">${minutes ?? t.untimed}</td>
    <td class="desk">${kinds.map((kind) => ui.kinds[kind]).join(', ')}</td>
    <td class="number desk">${questionCount}</td>
    <td class="number desk">${version === 0 ? t.unpublished : version}</td>
  </tr>`;
};

const table = (items: AssessmentSummary[]): TemplateResult =>
  html`<table class="list">
    <thead>
      <tr>
        <th scope="col">${t.name}</th>
        <th scope="col" class="number desk">${t.minutes}</th>
        <th scope="col" class="desk">${t.kinds}</th>
        <th scope="col" class="number desk">${t.questions}</th>
        <th scope="col" class="number desk">${t.version}</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(items, ({ id }) => id, row)}
    </tbody>
  </table>`;

export class AssessmentsPage extends PageElement {
  @property({ attribute: false }) query = new URLSearchParams();
  private readonly list = new PagedList<AssessmentSummary>(this, '/v1/assessments', () => this.filters);

  private get filters() {
    return { q: this.query.get('q') ?? '', status: this.query.get('status') ?? '' };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) void this.list.restart();
  }

  protected override render() {
    const { q, status } = this.filters;
    const choices = (['published', 'draft', 'archived'] as const).map((value) => ({
      value: value === 'published' ? '' : value,
      label: text.assessmentStatuses[value],
    }));
    const empty = () =>
      q ? clearFilters() : html`<p class="empty">${t.empty[(status || 'published') as AssessmentStatus]}</p>`;
    return html`<div class="stack wide">
      <page-heading .text=${t.heading}></page-heading>
      ${filterForm(
        html`${textField({ id: 'q', name: 'q', type: 'search', label: t.search, value: q })}
        ${selectField({ id: 'status', name: 'status', label: text.list.status, value: status, choices })}`,
      )}
      ${listView(this.list, { table, empty })}
    </div>`;
  }
}
