import { LitElement } from 'lit';

/** Base of the parts of our own pages: they share the page's stylesheet, so they have no shadow root. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
