import {capture, exportOf, findCalls, ladder, node} from './api.js';
import {Diagram} from './diagram.js';
import {byId, cells, el, level, printable, Rows, text} from './dom.js';
import {count, ladderOf, plural, time} from './format.js';

/** The page of ladders: a search, the calls found, the ladder of those in the address. */

const PERIOD_MILLIS = 2000;
const form = byId('query');
const selected = new Set();
const diagram = new Diagram(byId('diagram'), byId('detail'));
const rows = new Rows(document.querySelector('#calls tbody'), call => call.callId, makeRow);
let maySteer = false;
let isOn;
let shown = [];

function say(message) {
  byId('result').hidden = !message;
  level(byId('result'), 'bad');
  text(byId('result'), message ?? '');
}

/** Runs something that asks the server; says its failure. */
async function attempt(what) {
  try {
    await what();
    say();
  } catch (e) {
    say(e.message);
  }
}

const clock = micros => new Date(micros / 1000).toLocaleTimeString(undefined, {hourCycle: 'h23'});

function makeRow(call) {
  const out = Object.fromEntries(['lasts', 'status', 'messages'].map(name => [name, el('span')]));
  const named = printable(call.callId) || '(none)';
  const box = el('input', {type: 'checkbox', 'aria-label': 'Select call ' + named, onchange: event => {
    event.target.checked ? selected.add(call.callId) : selected.delete(call.callId);
    byId('combine').disabled = selected.size === 0;
  }});
  const row = el('tr', {}, ...cells([
    ['', '', box],
    ['Begins', '', clock(call.atMicros)],
    ['Lasts', 'n', out.lasts],
    ['Method', '', printable(call.method)],
    ['From', 'name', shortly(call.from)],
    ['To', 'name', shortly(call.to)],
    ['Status', 'n', out.status],
    ['Messages', 'n', out.messages],
    ['Call-ID', 'id', el('a', {href: ladderOf([call.callId])}, named)],
  ]));
  return {
    row,
    update: now => {
      text(out.lasts, time(now.tookMillis));
      text(out.status, now.status || '–');
      text(out.messages, count(now.messages));
      level(row, now.status >= 500 ? 'bad' : now.status >= 400 ? 'warn' : 'ok');
      row.setAttribute('aria-current', String(shown.includes(now.callId)));
    },
  };
}

/** The URI of From or To without brackets and parameters; malformed ones as they are. */
function shortly(address) {
  return printable(/<([^>]*)>/.exec(address)?.[1] ?? address.split(';')[0]);
}

function showCapture(state) {
  isOn = state.isOn;
  text(byId('capture'), isOn
    ? 'capturing' + (state.sinceMicros ? ', oldest message of ' + clock(state.sinceMicros) : '')
    : 'capture is off');
  level(byId('capture'), isOn ? 'ok' : 'warn');
  text(byId('turn'), isOn ? 'Stop capture' : 'Start capture');
  byId('turn').disabled = !maySteer;
}

async function search() {
  const query = Object.fromEntries(['user', 'callId', 'method', 'status'].map(name => [name, form.elements[name].value.trim()]));
  const found = await findCalls(query);
  showCapture(found);
  rows.show(found.calls);
  text(byId('found'), found.calls.length ? 'latest ' + plural(found.calls.length, 'call', 'calls') + ' that match' : '');
  byId('none').hidden = found.calls.length > 0;
  text(byId('none'), isOn ? 'No call matches.'
    : 'No messages are kept. Start the capture, or set sip.ladder=true.');
}

function wanted() {
  return new URLSearchParams(location.hash.slice(1)).getAll('call');
}

async function show() {
  shown = wanted();
  byId('ladder').hidden = shown.length === 0;
  if (shown.length === 0) {
    return;
  }
  const found = await ladder(shown);
  text(byId('ladder-title'), 'Ladder of ' + shown.map(callId => printable(callId) || '(none)').join(' and '));
  byId('cut').hidden = !found.isCut;
  byId('as-text').href = exportOf(shown, 'txt');
  byId('as-pcap').href = exportOf(shown, 'pcap');
  diagram.show(found.entries);
}

const both = () => attempt(async () => {
  await search();
  await show();
});

form.addEventListener('submit', event => {
  event.preventDefault();
  attempt(search);
});
form.addEventListener('reset', () => setTimeout(() => attempt(search)));
byId('combine').addEventListener('click', () => location.hash = ladderOf([...selected]).split('#')[1]);
byId('turn').addEventListener('click', () => attempt(async () => {
  showCapture(await capture(!isOn));
  await search();
}));
addEventListener('hashchange', () => both().then(() => byId('ladder-title').focus()));
setInterval(() => !document.hidden && byId('live').checked && both(), PERIOD_MILLIS);
attempt(async () => {
  maySteer = (await node()).maySteer;
  await search();
  await show();
});
