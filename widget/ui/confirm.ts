import type { TemplateResult } from 'lit';
import { askForm } from './dialog.ts';

interface Question {
  title: string;
  /** What is lost, or what happens. */
  body: string | TemplateResult;
  action: string;
  danger?: boolean;
}

/** Asks in a native dialog; true: yes. Focus returns to where it was. */
export const confirm = (question: Question): Promise<boolean> =>
  askForm({ ...question, submit: () => Promise.resolve() });
