import {el, printable} from './dom.js';
import {time} from './format.js';

/**
 * Ladder of messages between this server and its peers, as a list of rows on one grid: a column for
 * the time and two for each lifeline, so that arrows run from middle to middle. Everything of a
 * message is set as text, without characters that control the display.
 */

const HERE = 'this server';
const PAUSE_MICROS = 2_000_000;
const CODES = {
  '-1': 'error', '-2': 'connect timeout', '-3': 'deadline', '-4': 'shed', '-5': 'shutdown', '-6': 'circuit open',
  '-7': 'cancelled by an operator', '-8': 'node lost', '-9': 'nothing found', '-10': 'rejected',
};

const middle = column => 3 + 2 * column;
const named = code => code + (CODES[code] ? ' (' + CODES[code] + ')' : '');

function at(micros) {
  const date = new Date(micros / 1000);
  return date.toLocaleTimeString(undefined, {hourCycle: 'h23'}) + '.' + String(Math.floor(micros / 1000) % 1000).padStart(3, '0');
}

/** Says a step of an operation in words. */
export function note(event) {
  if (event.step === 'STARTED') {
    return event.kind === 'SUSPENDED'
      ? event.method + ' suspended: ' + event.function + ' starts, to resume in ' + event.route
      : event.function + ' starts';
  }
  if (event.step === 'ENDED') {
    return event.function + (event.returnCode === undefined ? ' abandoned' : ' returned ' + named(event.returnCode))
      + ' after ' + time(event.tookMillis);
  }
  return 'route ' + event.route + ' of ' + event.application + ' runs';
}

/** Peers from left to right, the caller first and this server second. */
function columnsOf(entries) {
  const peers = [...new Set(entries.filter(entry => entry.type === 'message').map(entry => entry.remote))];
  return [...peers.slice(0, 1), HERE, ...peers.slice(1)];
}

/** Numbers the dialogs of a call that forked: by Call-ID and To tag of responses. */
function forksOf(entries) {
  const tags = new Map();
  for (const entry of entries) {
    if (entry.status > 100 && entry.toTag && entry.method === 'INVITE') {
      const known = tags.get(entry.callId) ?? tags.set(entry.callId, new Set()).get(entry.callId);
      known.add(entry.toTag);
    }
  }
  return entry => {
    const known = [...(tags.get(entry.callId) ?? [])];
    return known.length > 1 && known.includes(entry.toTag) ? known.indexOf(entry.toTag) + 1 : 0;
  };
}

export class Diagram {
  #box;
  #detail;
  #chosen;
  #buttons = [];

  constructor(box, detail) {
    this.#box = box;
    this.#detail = detail;
    box.addEventListener('keydown', event => this.#move(event));
  }

  show(untrusted) {
    const entries = untrusted.map(cleaned);
    const hadFocus = this.#box.contains(document.activeElement);
    const {scrollTop, scrollLeft} = this.#box;
    const columns = columnsOf(entries);
    const begin = entries[0]?.atMicros ?? 0;
    const fork = forksOf(entries);
    const several = new Set(entries.map(entry => entry.callId)).size > 1;
    const held = new Map();
    const rows = [];
    this.#buttons = [];
    let last = begin;
    for (const entry of entries) {
      if (entry.atMicros - last > PAUSE_MICROS) {
        rows.push(this.#row(columns, held, [pause(columns, entry.atMicros - last)]));
      }
      last = entry.atMicros;
      if (entry.step === 'STARTED' && entry.kind === 'SUSPENDED') {
        held.set(entry.operation, true);
      }
      const button = entry.type === 'message'
        ? arrow(entry, columns, fork(entry), several) : noteOf(entry, columns);
      button.addEventListener('click', () => this.#choose(entry, button));
      button.tabIndex = -1;
      this.#buttons.push(button);
      rows.push(this.#row(columns, held, [stamp(entry, begin), button]));
      if (entry.step === 'ENDED') {
        held.delete(entry.operation);
      }
      if (keyOf(entry) === this.#chosen) {
        button.setAttribute('aria-pressed', 'true');
      }
    }
    const list = el('ol', {class: 'rows'}, ...rows);
    this.#box.replaceChildren(...(entries.length ? [heads(columns, entries), list]
      : [el('p', {class: 'muted'}, 'Nothing is kept of this call.')]));
    const current = this.#buttons.find(button => button.getAttribute('aria-pressed') === 'true') ?? this.#buttons[0];
    if (current) {
      current.tabIndex = 0;
    }
    this.#box.scrollTo(scrollLeft, scrollTop);
    if (hadFocus) {
      current?.focus({preventScroll: true});
    }
  }

  #row(columns, held, content) {
    const here = columns.indexOf(HERE);
    const lives = columns.map((_, i) => placed(
      el('span', {class: 'life' + (i === here && held.size ? ' held' : ''), 'aria-hidden': 'true'}), middle(i), middle(i) + 1));
    return onGrid(el('li', {class: 'grid'}, ...lives, ...content), columns);
  }

  #choose(entry, button) {
    this.#chosen = keyOf(entry);
    for (const other of this.#buttons) {
      other.setAttribute('aria-pressed', String(other === button));
      other.tabIndex = other === button ? 0 : -1;
    }
    this.#detail.replaceChildren(...(entry.type === 'message' ? messageDetail(entry) : operationDetail(entry)));
  }

  /** Moves the focus by arrow keys, so that a long ladder is one stop for the tabulator. */
  #move(event) {
    const i = this.#buttons.indexOf(document.activeElement);
    const next = {ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: this.#buttons.length - 1}[event.key];
    const button = i < 0 ? undefined : this.#buttons[next];
    if (button) {
      event.preventDefault();
      button.focus();
      button.click();
    }
  }
}

const cleaned = entry => Object.fromEntries(
  Object.entries(entry).map(([name, value]) => [name, typeof value === 'string' ? printable(value) : value]));

const keyOf = entry => entry.type === 'message' ? 'm' + entry.number : entry.step + entry.operation;

function placed(element, from, to) {
  element.style.gridColumn = from + ' / ' + to;
  return element;
}

function onGrid(element, columns) {
  const halves = 2 * columns.length;
  element.style.gridTemplateColumns = 'var(--stamp) repeat(' + halves + ', minmax(var(--half), 1fr))';
  element.style.minWidth = 'calc(var(--stamp) + ' + halves + ' * var(--half))';
  return element;
}

function stamp(entry, begin) {
  return el('span', {class: 'stamp'}, at(entry.atMicros),
    el('small', {}, '+' + ((entry.atMicros - begin) / 1e6).toFixed(6) + ' s'));
}

function arrow(entry, columns, fork, several) {
  const here = columns.indexOf(HERE);
  const peer = columns.indexOf(entry.remote);
  const isRight = entry.isReceived === peer < here;
  const what = entry.status ? entry.startLine.replace(/^\S+\s*/, '') : entry.method;
  const from = entry.isReceived ? entry.remote : HERE;
  const to = entry.isReceived ? HERE : entry.remote;
  const chips = [entry.isRepeated && 'again', fork > 0 && 'fork ' + fork, several && entry.callId.slice(0, 8)].filter(chip => chip);
  const kind = entry.status ? 's' + Math.floor(entry.status / 100) : 'request';
  return placed(el('button', {
    type: 'button',
    class: 'arrow ' + kind + (isRight ? ' right' : ' left') + (entry.isRepeated ? ' repeated' : ''),
    'aria-label': what + ' (' + entry.cseq + ') from ' + from + ' to ' + to + ' over ' + entry.transport
      + [...chips.map(chip => ', ' + chip)].join(''),
    title: entry.startLine,
  }, el('span', {class: 'label'}, what || '(empty)', ...chips.map(chip => el('span', {class: 'chip'}, chip)))),
  middle(Math.min(peer, here)), middle(Math.max(peer, here)));
}

function noteOf(event, columns) {
  const here = columns.indexOf(HERE);
  const bad = event.step === 'ENDED' && !(event.returnCode > 0);
  const type = bad ? 'failed' : event.step.toLowerCase();
  return placed(el('button', {type: 'button', class: 'note ' + type}, note(event)), middle(here) - 1, middle(here) + 1);
}

function pause(columns, micros) {
  const here = middle(columns.indexOf(HERE));
  return placed(el('span', {class: 'pause'}, '⋮ ' + time(micros / 1000) + ' ⋮'), here - 1, here + 1);
}

function heads(columns, entries) {
  const transports = peer => [...new Set(entries.filter(entry => entry.remote === peer).map(entry => entry.transport))].join(', ');
  const local = [...new Set(entries.filter(entry => entry.local).map(entry => entry.local))].join(', ');
  return onGrid(el('div', {class: 'grid heads', 'aria-hidden': 'true'}, ...columns.map((column, i) => placed(
    el('div', {class: column === HERE ? 'here' : undefined}, column, el('small', {}, column === HERE ? local : transports(column))),
    2 + 2 * i, 4 + 2 * i))), columns);
}

const facts = pairs => el('dl', {}, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))]));

function messageDetail(entry) {
  return [
    el('h3', {}, entry.startLine || '(empty)'),
    facts([
      [entry.isReceived ? 'Received' : 'Sent', at(entry.atMicros) + (entry.isRepeated ? ', a retransmission' : '')],
      [entry.isReceived ? 'From' : 'To', entry.remote + ' over ' + entry.transport],
      ['At', entry.local],
    ]),
    el('pre', {tabindex: '0', 'aria-label': 'Text of the message'}, entry.text),
  ];
}

function operationDetail(event) {
  return [
    el('h3', {}, note(event)),
    facts([
      ['At', at(event.atMicros)],
      ['Operation', event.operation + (event.partOf ? ', part of ' + event.partOf : '')],
      ['Function', event.function],
      ['Route', event.route],
      ['Application', event.application],
      ['Kind', event.kind.toLowerCase()],
      ['Deadline', time(event.deadlineMillis)],
      ...(event.returnCode === undefined ? [] : [['Return code', named(event.returnCode)]]),
      ...(event.step === 'STARTED' ? [] : [['Since its start', time(event.tookMillis)]]),
    ]),
  ];
}
