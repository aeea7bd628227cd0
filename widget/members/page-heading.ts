import { html } from 'lit';
import { property } from 'lit/decorators.js';
import { PageElement } from '../ui/page-element.ts';
import { text } from '../text/members/en.ts';

let wanted = false;

/** The next heading that appears gets the focus: after a move, that is where reading goes on. */
export function focusNextHeading(): void {
  wanted = true;
}

/** The page's h1; it names the tab as well. */
export class PageHeading extends PageElement {
  @property() text = '';

  protected override updated(): void {
    document.title = text.title(this.text);
    if (!wanted) return;
    wanted = false;
    this.querySelector('h1')?.focus();
    scrollTo(0, 0);
  }

  protected override render() {
    return html`<h1 tabindex="-1"><bdi>${this.text}</bdi></h1>`;
  }
}
