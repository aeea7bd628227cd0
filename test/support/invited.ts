import { invite, publish } from './journey.ts';
import type { Member, TestServer } from './server.ts';

export const EVERY_KIND = {
  name: 'Every kind of question',
  description: 'One question of each kind.\nNothing in it needs preparation.',
  sections: [
    {
      title: 'Choosing',
      minutes: 10,
      questions: [
        {
          kind: 'single',
          prompt: 'Which call returns `[2, 4]`?\n\n```js\nconst list = [1, 2, 3, 4];\n```',
          points: 2,
          options: [{ text: '`list.filter(isEven)`' }, { text: '`list.find(isEven)`' }],
          correct: 0,
        },
        {
          kind: 'multiple',
          prompt: 'Which are prime?',
          points: 2,
          options: [{ text: 'Two' }, { text: 'Three' }, { text: 'Four' }],
          correct: [0, 1],
          scoring: 'partial',
        },
      ],
    },
    {
      title: 'Writing',
      minutes: 10,
      questions: [
        { kind: 'number', prompt: 'What is half of 25?', points: 1, correct: 12.5 },
        { kind: 'text', prompt: 'What is the capital of Norway?', points: 1, accept: ['Oslo'] },
        { kind: 'open', prompt: 'Describe your last working day.', points: 4, maxLength: 2000 },
      ],
    },
    {
      title: 'Arranging',
      minutes: 5,
      questions: [
        {
          kind: 'ordering',
          prompt: 'From small to large',
          points: 3,
          items: [{ text: 'Mouse' }, { text: 'Dog' }, { text: 'Horse' }],
        },
        {
          kind: 'matching',
          prompt: 'Countries and capitals',
          points: 2,
          pairs: [
            { left: 'France', right: 'Paris' },
            { left: 'Italy', right: 'Rome' },
          ],
        },
      ],
    },
  ],
};

export interface Invited {
  invitationId: string;
  /** As it stands in the candidate's mail. */
  link: string;
  admin: Member;
}

/** A published assessment, and a candidate who has the invitation in the mailbox. */
export async function inviteTo(
  server: TestServer,
  assessment: unknown = EVERY_KIND,
  workspaceName = 'Acme',
): Promise<Invited> {
  const { admin } = await server.workspace(workspaceName);
  const { id: invitationId, link } = await invite(server, admin, (await publish(admin, assessment)).id);
  return { invitationId, link, admin };
}
