import { describe, expect, test } from 'vitest';
import { declarationsIn } from '../../demo/studio/browser/declarations.ts';

const MB = 1_000_000;
const fill = (part: string) => part.repeat(Math.ceil(MB / part.length));
const valueOf = (sheet: string, name: string) =>
  declarationsIn(sheet).find((one) => one.name === name)?.value;

describe('a style sheet that was pasted', () => {
  const whole = 'body{color:#222;background:#fff} .btn-primary{background:#0b6e4f}';

  test.for([
    ['one that was cut off', `${whole} .x{${fill('--x-1: 2px; ')}`, '#0b6e4f'],
    ['one selector without an end', whole + fill('a '), '#0b6e4f'],
    ['one word without an end', whole + fill('x'), '#0b6e4f'],
    ['words and blanks', `${whole} ${fill('x')}${fill(' ')}`, '#0b6e4f'],
    ['blanks after a colon', `${whole} .x{y:${fill('\n')}`, '#0b6e4f'],
    ['braces that open', whole + fill('{'), '#0b6e4f'],
    ['braces that close', whole + fill('}'), '#0b6e4f'],
    ['comments that begin', `${whole} ${fill('/*')}`, '#0b6e4f'],
    ['a rule in a rule in a rule', whole + fill('.x{'), '#0b6e4f'],
    ['a picture', `${whole} .x{background:url(${fill('A')})}`, '#0b6e4f'],
  ])('is read to its end, a megabyte of %s', ([, sheet, expected]) => {
    expect(valueOf(sheet!, 'main-button-background')).toBe(expected);
    expect(valueOf(sheet!, 'color')).toBe('#222');
  });

  test('says what it says where its end is missing', () => {
    expect(declarationsIn('.btn-primary { background: #0b6e4f; color: #fff')).toEqual([
      { name: 'main-button-background', value: '#0b6e4f' },
      { name: 'main-button-color', value: '#fff' },
    ]);
    expect(declarationsIn('a { color: red } /* b { color: blue }')).toEqual([
      { name: 'link-color', value: 'red' },
    ]);
  });

  test('keeps apart what stands in a rule in a rule', () => {
    const sheet = '.tile { color: #333; .btn { background: #0b6e4f } background: #eee } body { color: #222 }';
    expect(declarationsIn(sheet)).toEqual([
      { name: 'color', value: '#222' },
      { name: 'other-color', value: '#333' },
      { name: 'other-background', value: '#eee' },
      { name: 'button-background', value: '#0b6e4f' },
    ]);
  });

  test('takes what is for dark pages last, wherever it stands', () => {
    const dark = '@media (prefers-color-scheme: dark) { :root { --bg: #000 } }';
    expect(valueOf(`${dark} :root { --bg: #fff }`, '--bg')).toBe('#fff');
    expect(valueOf(dark, '--bg')).toBe('#000');
    const broken = dark.replace('(', 'screen and\n (');
    expect(valueOf(`${broken} :root { --bg: #fff }`, '--bg')).toBe('#fff');
  });

  test('takes values of several lines, and what is important', () => {
    const sheet = 'body {\n  font-family:\n    Inter,\r\n    sans-serif !important;\n}';
    expect(declarationsIn(sheet)).toEqual([{ name: 'font-family', value: 'Inter, sans-serif' }]);
    expect(declarationsIn('{ primary: #fff,\n  danger: #c00 }')).toEqual([
      { name: 'primary', value: '#fff,' },
      { name: 'danger', value: '#c00' },
    ]);
  });
});
