import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InvitationView } from '../../server/contract/invitation.ts';
import { report } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { meter } from '../ui/parts.ts';
import { ago } from '../ui/time.ts';
import type { Report } from './report-data.ts';

const t = report.score;

/** Filled up to the points so far; paler where the final score can still land. */
function bar(percent: number, most: number, label: string): TemplateResult {
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${svg`<rect class="possible" width=${most} height="1" /><rect class="sure" width=${percent} height="1" />`}
  </svg>`;
}

const allowedOf = ({ assessment: { minutes }, extraMinutes = 0 }: InvitationView): number | null =>
  minutes && minutes + extraMinutes;

/** Overall and sections, as large as what one came for. */
export function scorePanel({ invitation, result, answers }: Report): TemplateResult | typeof nothing {
  const { overall, provisional, range, sections, submittedAt } = result;
  if (!overall) return nothing;
  const { points, maxPoints, percent } = overall;
  return html`<section class="stack tight" aria-labelledby="score">
    <h2 id="score">${t.heading}</h2>
    <p class="big">
      <strong>${ui.percent(percent)}</strong>
      ${provisional ? html`<span class="provisional">${t.provisional}</span>` : nothing}
      <span class="soft small">${t.final(points, maxPoints)}</span>
    </p>
    ${bar(percent, range?.maxPercent ?? percent, `${t.bar} ${ui.percent(percent)}`)}
    ${range ? html`<p class="small">${t.range(range.minPercent, range.maxPercent)}</p>` : nothing}
    <h3 class="visually-hidden">${t.sections}</h3>
    <ul class="sections">
      ${sections.map(
        (section) =>
          html`<li>
            <span>${section.title}</span>
            <span class="number">${ui.percent(section.percent)}</span>
            ${meter(section.percent, section.title)}
            ${
              section.pendingPoints > 0
                ? html`<span class="soft small">${t.pending(section.pendingPoints)}</span>`
                : nothing
            }
          </li>`,
      )}
    </ul>
    <p class="soft small">
      ${
        answers.minutesTaken === undefined
          ? nothing
          : html`${t.minutes(answers.minutesTaken, allowedOf(invitation))} · `
      }
      ${submittedAt ? html`${t.submitted} ${ago(submittedAt)}` : nothing}
    </p>
  </section>`;
}
