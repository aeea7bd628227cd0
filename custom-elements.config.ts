// The custom-elements manifest (schema 2.1.0) of the element, read from its source: names, types and words stand there once.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export interface Item {
  name: string;
  description?: string | undefined;
  type?: { text: string };
  default?: string | undefined;
  optional?: true;
}
export interface Member extends Item {
  kind: 'field' | 'method';
  static?: true;
  readonly?: true;
  attribute?: string;
  parameters?: Item[];
  return?: { type: { text: string } };
}
export type Declaration = ReturnType<typeof describeElement>;

const FILES = ['canditech-assessment', 'attributes', 'embed/event', 'views/styles', 'views/part-styles'];
/** Called by the browser; types alone. */
const NOT_API = /^#|Callback$|^(?:constructor|observedAttributes|formAssociated)$/;
/** Attributes whose property has another name than theirs in camel case. */
const ATTRIBUTE_OF: Record<string, string> = { shows: 'show' };
/** Those that the list of attributes does not have: of an accessor, or HTML's own. */
const FURTHER: [name: string, description?: string][] = [
  ['value'],
  ['token', 'A first token that came with the page; it is taken out of the DOM at once.'],
  ['aria-label', 'Accessible name, where `label` is not set.'],
  ['aria-labelledby', 'Ids of what names it in the page, where `label` is not set.'],
  ['lang', "Language tag; default: that of the nearest ancestor, else the browser's."],
];

const root = import.meta.dirname;
const MODULE = 'dist/widget/canditech-assessment.js';
const parse = (path: string) =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
const classOf = (source: ts.SourceFile) => source.statements.find(ts.isClassDeclaration)!;
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
const typeOf = (node: { type?: ts.TypeNode | undefined } | undefined, otherwise = 'string') => ({
  text: node?.type ? oneLine(node.type.getText()) : otherwise,
});
const toAttribute = (name: string) =>
  ATTRIBUTE_OF[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Comment of a declaration without its tags. */
function describe(node: ts.Node): string | undefined {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(ts.getTextOfJSDocComment(doc?.comment) ?? '') || undefined;
}

/** `@tag name - sentence` in the comments of a file. */
function tagged(source: ts.SourceFile, tag: string): Item[] {
  const pattern = new RegExp(`^ \\* @${tag}(?: (?!- )(\\S+))?(?: - (.+))?$`, 'gm');
  return [...source.text.matchAll(pattern)].map(([, name = '', description]) => ({ name, description }));
}

/** The members of an interface or an object by its name. */
function entriesOf(source: ts.SourceFile, name: string): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) found.set(node.name.getText(), node.initializer);
    else if (ts.isPropertySignature(node)) found.set((node.name as ts.StringLiteral).text, node);
    else node.forEachChild(visit);
  };
  source.forEachChild((node) => {
    const [variable] = ts.isVariableStatement(node) ? node.declarationList.declarations : [];
    const declared = ts.isInterfaceDeclaration(node) ? node : variable;
    if (declared?.name.getText() === name) declared.forEachChild(visit);
  });
  if (found.size === 0) throw new Error(`${source.fileName} declares no ${name}`);
  return found;
}

/** The first value is the default, where there is a list of them. */
function defaultOf(node: ts.Node | undefined): string | undefined {
  const text = (node && ts.isArrayLiteralExpression(node) ? node.elements[0]! : node)?.getText();
  return text === "''" ? undefined : text;
}

function toMember(node: ts.ClassElement, defaults: Map<string, ts.Node>): Member | undefined {
  const is = (flag: ts.ModifierFlags) => (ts.getCombinedModifierFlags(node) & flag) !== 0;
  const name = node.name?.getText() ?? '#';
  if (NOT_API.test(name) || is(ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return undefined;
  const isStatic = is(ts.ModifierFlags.Static);
  // Of the class itself: the same as the element's.
  if (isStatic && !ts.isMethodDeclaration(node)) return undefined;
  const base = { name, ...(isStatic && { static: true as const }), description: describe(node) };
  if (ts.isMethodDeclaration(node)) {
    const parameters = node.parameters.map((parameter) => ({
      name: parameter.name.getText(),
      type: typeOf(parameter),
      ...((parameter.questionToken ?? parameter.initializer) && { optional: true as const }),
      default: parameter.initializer?.getText(),
    }));
    return { kind: 'method', ...base, parameters, return: { type: typeOf(node, 'void') } };
  }
  const pair = (node.parent as ts.ClassDeclaration).members.filter(
    (one) => ts.isAccessor(one) && one.name.getText() === name,
  );
  const setter = pair.find(ts.isSetAccessor);
  // One member for two accessors; the comment is the first one's.
  if (setter === node && pair[0] !== node) return undefined;
  const isReadonly = is(ts.ModifierFlags.Readonly) || (ts.isGetAccessor(node) && !setter);
  return {
    kind: 'field',
    ...base,
    type: typeOf(setter?.parameters[0] ?? (node as ts.PropertyDeclaration)),
    ...(isReadonly && { readonly: true as const }),
    default: defaultOf(defaults.get(name)),
    ...(defaults.has(name) && { attribute: toAttribute(name) }),
  };
}

/** Of a class and of those of ours that it extends. */
function membersOf(element: ts.ClassDeclaration, defaults: Map<string, ts.Node>): Member[] {
  const parent = element.heritageClauses?.[0]?.types[0]?.expression.getText();
  const source = element.getSourceFile();
  const found = source.statements
    .filter(ts.isImportDeclaration)
    .find(({ importClause }) => importClause?.getText() === `{ ${parent} }`);
  const path = found && join(dirname(source.fileName), (found.moduleSpecifier as ts.StringLiteral).text);
  const inherited = path ? membersOf(classOf(parse(path)), defaults) : [];
  return [...inherited, ...element.members.flatMap((node) => toMember(node, defaults) ?? [])];
}

function eventsOf(source: ts.SourceFile): Item[] {
  const answers = entriesOf(source, 'EventAnswers');
  return [...entriesOf(source, 'EventDetails')].map(([name, node]) => {
    const { text: detail } = typeOf(node as ts.PropertySignature);
    const answer = answers.has(name) ? ` & ${typeOf(answers.get(name) as ts.PropertySignature).text}` : '';
    return { name, type: { text: `CustomEvent<${detail}>${answer}` }, description: describe(node) };
  });
}

export function describeElement() {
  const [main, list, event, styles, parts] = FILES.map((name) => parse(join(root, `widget/${name}.ts`)));
  const element = classOf(main!);
  const members = membersOf(element, entriesOf(list!, 'ATTRIBUTES'));
  const attributes = members.flatMap(({ name, attribute, type, description, default: initial }) =>
    attribute ? [{ name: attribute, fieldName: name, type: type!, description, default: initial }] : [],
  );
  const further = FURTHER.map(([name, own]) => {
    const description = own ?? members.find((member) => member.name === name)?.description;
    return { name, fieldName: name, type: { text: 'string' }, description, default: undefined };
  });
  return {
    kind: 'class',
    customElement: true,
    name: element.name!.text,
    tagName: tagged(main!, 'element')[0]!.name,
    description: describe(element),
    superclass: { name: 'HTMLElement' },
    attributes: [...attributes, ...further],
    members,
    events: eventsOf(event!),
    slots: tagged(main!, 'slot'),
    cssParts: tagged(parts!, 'csspart'),
    cssProperties: tagged(styles!, 'cssprop'),
    cssStates: tagged(main!, 'cssState'),
  };
}

export function customElementsManifest(): object {
  const element = describeElement();
  const declaration = { name: element.name, module: MODULE };
  const exports = [
    { kind: 'js', name: element.name, declaration },
    { kind: 'custom-element-definition', name: element.tagName, declaration },
  ];
  const module = { kind: 'javascript-module', path: MODULE, declarations: [element], exports };
  return { schemaVersion: '2.1.0', readme: 'README.md', modules: [module] };
}

const code = (text: string) => `\`${text}\``;
function table(header: string[], rows: string[][]): string {
  const escaped = rows.map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  return [header, header.map(() => '---'), ...escaped].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
const described = (header: string, items: Item[]) =>
  table(
    [header, 'Meaning'],
    items.map(({ name, description = '' }) => [code(name || '(default)'), description]),
  );

/** The values of a union of strings, else the type. */
const valuesOf = ({ text }: { text: string }) =>
  text.startsWith("'") ? text.replaceAll(' | ', ', ').replaceAll("'", '`') : text;

function callOf({ name, parameters = [], static: isStatic }: Member): string {
  const given = parameters.map((parameter) => `${parameter.name}${parameter.optional ? '?' : ''}`);
  return code(`${isStatic ? 'CanditechAssessment.' : ''}${name}(${given.join(', ')})`);
}

/** README's tables of the element. */
export function tablesOfElement(): string {
  const { attributes, members, events, slots, cssParts, cssStates, cssProperties } = describeElement();
  const isAttribute = (name: string) => attributes.some(({ fieldName }) => fieldName === name);
  const fields = members.filter(({ kind, name }) => kind === 'field' && !isAttribute(name));
  const methods = members.filter(({ kind }) => kind === 'method');
  return [
    table(
      ['Attribute', 'Values', 'Meaning'],
      attributes.map(({ name, type, description = '' }) => [code(name), valuesOf(type), description]),
    ),
    'The first of several values is the default. Each is a property as well, in camel case (`show` is `shows`: `show()` opens the list). Further properties, those in _italics_ only to read:',
    table(
      ['Property', 'Type', 'Meaning'],
      fields.map(({ name, type, description = '', readonly: isReadonly }) => [
        isReadonly ? `_${code(name)}_` : code(name),
        code(type!.text),
        description,
      ]),
    ),
    table(
      ['Method', 'Answer', 'Meaning'],
      methods.map((one) => [callOf(one), code(one.return!.type.text), one.description ?? '']),
    ),
    'Events bubble and cross shadow roots:',
    described('Event', events),
    described('Slot', slots),
    described('Part', cssParts),
    described('State', cssStates),
    described('Custom property', cssProperties),
  ].join('\n\n');
}
