import {countMatching, list} from './api.js';
import {byId, cells, el, level, Rows, text} from './dom.js';
import {count, ladderOf, operations, time} from './format.js';

/** Operations in flight, page by page. The server's cost depends on the page, not on the total. */

const PAGE = matchMedia('(max-width: 640px)').matches ? 20 : 50;
const PERIOD_MILLIS = 2000;
const KINDS = {WAITING: 'holds a thread', LAUNCH: 'launch', PART: 'part'};

const form = byId('filter');
let pages = [0]; // the ids that the pages begin after
let next;
let actions;
let asking = false;
let again = false;

const rows = new Rows(document.querySelector('#list tbody'), operation => operation.id, makeRow);

export function filter() {
  const seconds = form.elements.minAge.valueAsNumber;
  return {
    application: form.elements.application.value.trim(),
    function: form.elements.function.value.trim(),
    route: form.elements.route.value.trim(),
    minAgeMillis: seconds > 0 ? Math.round(seconds * 1000) : undefined,
  };
}

export function setFilter(wanted) {
  for (const name of ['application', 'function', 'route']) {
    form.elements[name].value = wanted[name] ?? '';
  }
  form.elements.minAge.value = '';
  begin();
}

function begin() {
  pages = [0];
  refresh();
}

function makeRow(operation) {
  const age = el('span');
  const left = el('progress', {max: operation.deadlineMillis, 'aria-label': 'Time used'});
  const cancel = el('button', {type: 'button', class: 'small danger', 'aria-label': 'Cancel operation ' + operation.id,
    onclick: () => actions.cancelOne(operation)}, 'Cancel…');
  const kind = KINDS[operation.kind];
  const row = el('tr', {}, ...cells([
    ['Age', 'n', age],
    ['Deadline', '', el('span', {}, left, ' ' + time(operation.deadlineMillis))],
    ['Call-ID', 'id', operation.callId === 'none' ? '–'
      : el('a', {href: ladderOf([operation.callId]), title: 'Show its ladder'}, operation.callId)],
    ['Method', '', operation.method ?? '–'],
    ['Function', 'name', el('span', {title: operation.description},
      operation.function, ...(kind ? [el('span', {class: 'tag'}, kind)] : []))],
    ['Route', 'name', operation.route === 'none' ? '–' : operation.route],
    ['Application', 'name', operation.application],
    ['', 'actions', cancel],
  ]));
  return {
    row,
    update: now => {
      text(age, time(now.ageMillis));
      left.value = Math.min(now.ageMillis, now.deadlineMillis);
      level(row, now.ageMillis > .8 * now.deadlineMillis ? 'warn' : 'ok');
      cancel.disabled = !actions.maySteer();
    },
  };
}

/** Reloads the page; if a request is pending, once more afterwards. */
export async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const wanted = filter();
    const after = pages.at(-1);
    const [page, counted] = await Promise.all([list(wanted, after, PAGE), countMatching(wanted)]);
    if (after === pages.at(-1)) {
      show(page, counted.count);
    }
  } catch (e) {
    text(byId('position'), e.message);
  } finally {
    asking = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function show(page, matching) {
  if (page.operations.length === 0 && pages.length > 1) {
    begin(); // all operations of this page have ended
    again = true;
    return;
  }
  rows.show(page.operations);
  next = page.next;
  byId('empty').hidden = page.operations.length > 0;
  byId('first').disabled = byId('previous').disabled = pages.length === 1;
  byId('next').disabled = next === undefined;
  text(byId('position'), page.operations.length === 0 ? ''
    : 'Page ' + pages.length + ', ' + count(page.operations.length) + ' of ' + operations(matching) + ', oldest first');
  const all = byId('cancel-matching');
  text(all, 'Cancel ' + (matching ? count(matching) : '') + ' matching…');
  all.disabled = matching === 0 || !actions.maySteer();
}

function turn(change) {
  change();
  refresh();
}

export function start(given) {
  actions = given;
  byId('first').addEventListener('click', () => turn(() => pages = [0]));
  byId('previous').addEventListener('click', () => turn(() => pages.length > 1 && pages.pop()));
  byId('next').addEventListener('click', () => turn(() => next !== undefined && pages.push(next)));
  byId('cancel-matching').addEventListener('click', () => actions.cancel(filter()));
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('change', event => event.target.id !== 'live' && begin());
  form.addEventListener('reset', () => setTimeout(begin));
  setInterval(() => !document.hidden && byId('live').checked && refresh(), PERIOD_MILLIS);
  refresh();
}

/** Suggests the existing names. */
export function suggest(lines) {
  for (const [id, name] of [['applications', 'application'], ['functions', 'function'], ['routes', 'route']]) {
    const names = [...new Set(lines.map(line => line[name]))].sort().slice(0, 200);
    const offered = byId(id);
    if (offered.dataset.names !== names.join('\n')) {
      offered.dataset.names = names.join('\n');
      offered.replaceChildren(...names.map(value => el('option', {value})));
    }
  }
}
