// The custom-elements manifest (schema 1.0.0) of the element, read from its source: names, types and words stand there once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

interface Described {
  name: string;
  description: string;
}
interface Typed extends Described {
  type: { text: string };
}
export interface Declaration {
  kind: 'class';
  customElement: true;
  name: string;
  tagName: string;
  description: string;
  attributes: (Typed & { fieldName: string })[];
  members: (Described & {
    kind: 'field' | 'method';
    type?: { text: string };
    return?: { type: { text: string } };
  })[];
  events: Typed[];
  slots: Described[];
  cssParts: Described[];
  cssProperties: Described[];
  cssStates: Described[];
}

const root = import.meta.dirname;
const read = (path: string) => readFileSync(join(root, 'widget', path), 'utf8');
const parse = (path: string) => ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

/** `@tag name - words` of a file's comments. */
const taggedIn = (path: string, tag: string): Described[] =>
  [...read(path).matchAll(new RegExp(`@${tag}(?: (\\S+))? - (.+)`, 'g'))].map(([, name, description]) => ({
    name: name ?? '',
    description: description!,
  }));

const first = <T extends ts.Statement>(path: string, is: (node: ts.Node) => node is T): T =>
  parse(path).statements.find((statement) => is(statement)) as T;

const isHidden = (member: ts.ClassElement) =>
  ts.isPrivateIdentifier(member.name ?? member) ||
  (ts.canHaveModifiers(member) &&
    ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.ProtectedKeyword));

/** Static fields are the browser's, as callbacks are. */
const isStaticField = (member: ts.ClassElement) =>
  ts.isPropertyDeclaration(member) &&
  member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);

/** Fields and methods that hosts may use. */
function membersOf(path: string): Declaration['members'] {
  return first(path, ts.isClassDeclaration).members.flatMap((member): Declaration['members'] => {
    if (!member.name || isHidden(member) || isStaticField(member)) return [];
    const name = member.name.getText();
    const type = 'type' in member && member.type ? (member.type as ts.Node).getText() : '';
    const described = { name, description: docOf(member) };
    if (ts.isMethodDeclaration(member))
      return /Callback$/.test(name)
        ? []
        : [{ kind: 'method', ...described, return: { type: { text: type || 'void' } } }];
    if (ts.isPropertyDeclaration(member) || ts.isGetAccessor(member))
      return [{ kind: 'field', ...described, ...(type && { type: { text: type } }) }];
    return [];
  });
}

/** `show` is a method as well, so its property has another name. */
const toAttribute = (name: string) =>
  name === 'shows' ? 'show' : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const GLOBAL: Declaration['attributes'] = [
  {
    name: 'lang',
    fieldName: 'lang',
    type: { text: 'string' },
    description: "Language tag; default: that of the nearest ancestor, else the browser's.",
  },
  {
    name: 'value',
    fieldName: 'value',
    type: { text: 'string' },
    description: 'Id of the chosen assessment.',
  },
  {
    name: 'token',
    fieldName: 'token',
    type: { text: 'string' },
    description: 'A first token that came with the page; it is taken out of the DOM at once.',
  },
];

/** Those of the table in `attributes.ts`; the other properties are data and functions. */
function attributesOf(members: Declaration['members']): Declaration['attributes'] {
  const table = /const ATTRIBUTES[^{]*\{([^]*?)\n\};/.exec(read('attributes.ts'))![1]!;
  const names = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!);
  const own = names.map((name) => {
    const { description, type } = members.find((member) => member.name === name)!;
    return { name: toAttribute(name), fieldName: name, type: type!, description };
  });
  return [...own, ...GLOBAL];
}

function eventsOf(): Typed[] {
  const isDetails = (node: ts.Node): node is ts.InterfaceDeclaration =>
    ts.isInterfaceDeclaration(node) && node.name.text === 'EventDetails';
  return first('embed/event.ts', isDetails).members.map((member) => ({
    name: (member.name as ts.StringLiteral).text,
    type: { text: `CustomEvent<${(member as ts.PropertySignature).type!.getText().replace(/\s+/g, ' ')}>` },
    description: docOf(member),
  }));
}

export function describeElement(): Declaration {
  const members = ['attributes.ts', 'form-field.ts', 'canditech-assessment.ts'].flatMap(membersOf);
  const element = 'canditech-assessment.ts';
  return {
    kind: 'class',
    customElement: true,
    name: 'CanditechAssessment',
    tagName: 'canditech-assessment',
    description: docOf(first(element, ts.isClassDeclaration)),
    attributes: attributesOf(members),
    members,
    events: eventsOf(),
    slots: taggedIn(element, 'slot'),
    cssParts: taggedIn('views/part-styles.ts', 'csspart'),
    cssProperties: taggedIn('views/styles.ts', 'cssprop'),
    cssStates: taggedIn(element, 'cssState'),
  };
}

export const customElementsManifest = (): object => ({
  schemaVersion: '1.0.0',
  readme: '',
  modules: [
    {
      kind: 'javascript-module',
      path: 'canditech-assessment.js',
      declarations: [describeElement()],
      exports: [
        {
          kind: 'custom-element-definition',
          name: 'canditech-assessment',
          declaration: { name: 'CanditechAssessment' },
        },
      ],
    },
  ],
});

const escape = (text: string) => text.replace(/\|/g, '\\|');
function table(header: string[], rows: string[][]): string {
  const lines = [header, header.map(() => '---'), ...rows.map((row) => row.map(escape))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
const described = (header: string, items: Described[]) =>
  table(
    [header, 'Meaning'],
    items.map(({ name, description }) => [`\`${name || '(default)'}\``, description]),
  );

/** The README's tables of the element. */
export function tablesOfElement(): string {
  const { attributes, members, events, slots, cssParts, cssStates, cssProperties } = describeElement();
  const isAttribute = (name: string) => attributes.some(({ fieldName }) => fieldName === name);
  const typed = ({ text }: { text: string }) =>
    text.includes("'")
      ? [...text.matchAll(/'([^']+)'/g)].map(([, value]) => `\`${value}\``).join(', ')
      : text;
  const others = members.filter(({ kind, name }) => kind === 'field' && !isAttribute(name));
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    table(
      ['Attribute', 'Values', 'Meaning'],
      attributes.map(({ name, type, description }) => [`\`${name}\``, typed(type), description]),
    ),
    'Properties that are no attributes:',
    described('Property', others),
    described('Method', methods),
    'Events bubble and cross shadow roots:',
    described('Event', events),
    described('Slot', slots),
    described('Part', cssParts),
    described('State', cssStates),
    described('Custom property', cssProperties),
  ].join('\n\n');
}
