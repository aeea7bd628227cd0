import { expect } from './support/expect.ts';
import { choose } from './support/demo.ts';
import { $, has, press, rendered, root, type, until } from './support/lab.ts';

afterEach(() => document.body.replaceChildren());

describe('the field of a form', () => {
  async function inForm(attributes: Record<string, string> = {}) {
    const form = document.createElement('form');
    const fieldset = document.createElement('fieldset');
    form.append(fieldset);
    document.body.append(form);
    const element = document.createElement('canditech-assessment');
    for (const [name, value] of Object.entries({ action: 'select', name: 'test', ...attributes }))
      element.setAttribute(name, value);
    element.demo = 'picker';
    fieldset.append(element);
    await until(() => element.state === 'ready');
    return { form, fieldset, element };
  }

  it('holds the id of the choice, which a page can set, and is reset with its form', async () => {
    const { form, element } = await inForm();
    const changes: string[] = [];
    form.addEventListener('change', ({ target }) => changes.push((target as Element).localName));
    expect(new FormData(form).get('test')).to.equal(null);
    choose(element, 'Bookkeeping');
    await has(element, 'Choose another');
    const id = element.value;
    expect([new FormData(form).get('test'), changes]).to.deep.equal([id, ['canditech-assessment']]);
    expect(root(element).querySelector('#invite')).to.equal(null);
    form.reset();
    await until(() => root(element).querySelector('#search'));
    expect(element.value).to.equal('');
    element.value = id;
    await has(element, 'Bookkeeping');
    element.clear();
    await until(() => root(element).querySelector('#search'));
  });

  it('forgets with its form what was searched as well', async () => {
    const { form, element } = await inForm();
    type(element, '#search', 'book');
    press(element, '#search', 'ArrowDown');
    await rendered();
    form.reset();
    await rendered();
    expect($<HTMLInputElement>(element, '#search').value).to.equal('');
    expect(root(element).querySelector('[aria-selected=true]')).to.equal(null);
    expect(root(element).querySelectorAll('[role=option]').length).to.be.greaterThan(1);
  });

  it('says no more of a search that its form has taken back', async () => {
    const { form, element } = await inForm();
    const heard: unknown[] = [];
    element.addEventListener('canditech-search', ({ detail }) => heard.push(detail));
    type(element, '#search', 'book');
    form.reset();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([heard, $(element, '[role=status]').textContent]).to.deep.equal([[], '']);
  });

  it('tells its form at once what a page has set', async () => {
    const { form, element } = await inForm({ required: '' });
    choose(element, 'Bookkeeping');
    const { value } = element;
    const state = () => [new FormData(form).get('test'), form.checkValidity()];
    expect(state()).to.deep.equal([value, true]);
    element.clear();
    expect(state()).to.deep.equal([null, false]);
    element.value = value;
    expect(state()).to.deep.equal([value, true]);
    form.reset();
    expect(state()).to.deep.equal([null, false]);
    element.setCustomValidity('Not for this job.');
    expect(element.validity.customError).to.equal(true);
    element.setCustomValidity('');
    expect(state()).to.deep.equal([null, false]);
  });

  it('does not take the id of no assessment for a choice', async () => {
    const { element } = await inForm({ required: '' });
    element.value = 'nonsense';
    await rendered();
    expect([element.value, element.checkValidity()]).to.deep.equal(['nonsense', false]);
  });

  it('is invalid while a required choice is missing, and says so where it is missing', async () => {
    const { form, element } = await inForm({ required: '' });
    expect([form.checkValidity(), element.validity.valueMissing]).to.deep.equal([false, true]);
    expect(element.validationMessage).to.equal('Choose an assessment.');
    choose(element, 'Bookkeeping');
    await has(element, 'Choose another');
    expect(form.checkValidity()).to.equal(true);
    element.setCustomValidity('Not for this job.');
    await rendered();
    expect([element.checkValidity(), element.validationMessage]).to.deep.equal([false, 'Not for this job.']);
  });

  it('can do nothing while it is disabled, by itself or by its fieldset, and keeps its choice when read-only', async () => {
    const { fieldset, element } = await inForm();
    fieldset.disabled = true;
    await rendered();
    expect($<HTMLInputElement>(element, '#search').matches(':disabled')).to.equal(true);
    fieldset.disabled = false;
    element.disabled = true;
    await rendered();
    expect([element.hasAttribute('disabled'), $(element, '#search').matches(':disabled')]).to.deep.equal([
      true,
      true,
    ]);
    element.disabled = false;
    element.readonly = true;
    await rendered();
    choose(element, 'Bookkeeping');
    await rendered();
    expect(element.value).to.equal('');
  });

  it('does not send the form with Enter in the search', async () => {
    const { form, element } = await inForm();
    form.addEventListener('submit', () => {
      throw new Error('sent');
    });
    expect(press(element, '#search', 'Enter').defaultPrevented).to.equal(true);
  });
});
