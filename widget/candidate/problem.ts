import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
import type { ApiError } from '../ui/api.ts';

export type Problem =
  'wrongLink' | 'noSession' | 'moved' | 'otherTab' | 'expired' | 'cancelled' | 'offline' | 'failed';

const words = text.problem;

/** What a refusal means to the candidate; `begun`: it came while the test was open here. */
export function problemOf({ code }: ApiError, begun: boolean): Problem {
  switch (code) {
    case 'link_invalid':
    case 'not_found':
      return 'wrongLink';
    case 'unauthenticated':
      return begun ? 'moved' : 'noSession';
    case 'invitation_expired':
      return 'expired';
    case 'invitation_cancelled':
      return 'cancelled';
    case 'network':
      return 'offline';
    default:
      return 'failed';
  }
}

/** What happened, what it means, what to do. */
export function problemView(
  problem: Problem,
  workspace: string | undefined,
  retry: () => void,
): TemplateResult {
  const { heading, body, advice } = words[problem];
  const again = problem === 'offline' || problem === 'failed' || problem === 'otherTab';
  return html`<main class="page stack">
    <h1 tabindex="-1">${heading}</h1>
    <p>${body}</p>
    <p>${typeof advice === 'string' ? advice : advice(workspace ?? words.company)}</p>
    ${
      again
        ? html`<div>
            <button type="button" class="primary" @click=${retry}>
              ${problem === 'otherTab' ? words.otherTab.action : text.retry}
            </button>
          </div>`
        : nothing
    }
  </main>`;
}
