import { html, type TemplateResult } from 'lit';
import { settings } from '../text/members/settings.en.ts';
import { icon } from '../ui/icons.ts';

interface StepState {
  word: string;
  good: boolean;
  /** Nothing is wrong, it is just not done yet. */
  waits: boolean;
  next: string;
}

/** Where a step stands, and the one thing to do next. */
export function stepState({ word, good, waits, next }: StepState): TemplateResult {
  const look = good ? 'completed' : waits ? 'invited' : 'review';
  return html`<p role="status">
      <span class="status ${look}">${icon(good ? 'tick' : waits ? 'open' : 'attention')}${word}</span>
    </p>
    <p><strong>${settings.ashby.next}:</strong> ${next}</p>`;
}
