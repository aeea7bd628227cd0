import { html, render, type TemplateResult } from 'lit';

interface Question {
  title: string;
  /** What is lost, or what happens. */
  body: string | TemplateResult;
  action: string;
  danger?: boolean;
}

/** Asks in a native dialog; true: yes. Focus returns to where it was. */
export function confirm({ title, body, action, danger = false }: Question): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'confirm-title');
  const close = (value: string) => () => dialog.close(value);
  render(
    html`<div class="stack">
      <h2 id="confirm-title">${title}</h2>
      <div>${body}</div>
      <div class="row">
        <button type="button" @click=${close('')}>Keep as it is</button>
        <button type="button" class=${danger ? 'danger' : 'primary'} @click=${close('yes')}>${action}</button>
      </div>
    </div>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
