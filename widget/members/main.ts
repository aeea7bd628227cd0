import { CommentList } from '../report/comment-list.ts';
import { DecisionForm } from '../report/decision-form.ts';
import { GradeForm } from '../report/grade-form.ts';
import { ReportPage } from '../report/report-page.ts';
import { AshbyKey } from '../settings/ashby-key.ts';
import { AshbyPage } from '../settings/ashby-page.ts';
import { CanditechKeys } from '../settings/canditech-keys.ts';
import { EmbedSnippets } from '../settings/embed-snippets.ts';
import { EmbeddingPage } from '../settings/embedding-page.ts';
import { MembersPage } from '../settings/members-page.ts';
import { SettingsPage } from '../settings/settings-page.ts';
import { MembersApp } from './app.ts';
import { AssessmentPage } from './assessment-page.ts';
import { AssessmentsPage } from './assessments-page.ts';
import { InvitationsPage } from './invitations-page.ts';
import { PageHeading } from './page-heading.ts';
import { QuestionPreview } from './preview.ts';
import { SignInPage } from './sign-in-page.ts';

const elements: Record<string, CustomElementConstructor> = {
  'page-heading': PageHeading,
  'question-preview': QuestionPreview,
  'grade-form': GradeForm,
  'decision-form': DecisionForm,
  'comment-list': CommentList,
  'report-page': ReportPage,
  'ashby-key': AshbyKey,
  'canditech-keys': CanditechKeys,
  'ashby-page': AshbyPage,
  'embed-snippets': EmbedSnippets,
  'embedding-page': EmbeddingPage,
  'members-page': MembersPage,
  'settings-page': SettingsPage,
  'assessments-page': AssessmentsPage,
  'assessment-page': AssessmentPage,
  'invitations-page': InvitationsPage,
  'sign-in-page': SignInPage,
  'members-app': MembersApp,
};

for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
