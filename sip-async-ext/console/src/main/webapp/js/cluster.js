import {nodes} from './api.js';
import {byId, cells, el, level, Rows, text} from './dom.js';
import {count, time} from './format.js';

/** The nodes of the cluster. Hidden, and asked for only once, without one. */

const PERIOD_MILLIS = 2000;

const NUMBERS = [
  ['Members', node => count(node.members)],
  ['Lost nodes', node => count(node.orphans)],
  ['Stored now', node => count(node.live)],
  ['In total', node => count(node.stored_total)],
  ['Taken over', node => count(node.claimed_total)],
  ['Run again', node => count(node.rerun_total)],
  ['-8', node => count(node.lost_total)],
  ['Repeated', node => count(node.resent_total)],
  ['Withheld', node => count(node.withheld) + ' / ' + count(node.withheld_total)],
  ['Absorbed', node => count(node.absorbed_total)],
  ['Last takeover', node => node.claimed_total ? time(node.takeover_millis) : '–'],
];

const rows = new Rows(document.querySelector('#nodes tbody'), node => node.address, makeRow);

/** [word, level] of a node. */
function judge({numbers}) {
  if (numbers.lease === undefined) return ['does not answer', 'bad'];
  if (numbers.lease === 0) return ['no majority: answers nothing', 'bad'];
  if (numbers.orphans > 0) return ['takes calls over', 'warn'];
  if (numbers.doubtful_total > 0) return [count(numbers.doubtful_total) + ' calls in doubt', 'warn'];
  return ['holds the lease', 'ok'];
}

function makeRow(node) {
  const state = el('span', {class: 'pill'});
  const spans = NUMBERS.map(() => el('span'));
  const row = el('tr', {}, ...cells([
    ['Node', 'name', node.address, ...(node.isThis ? [el('span', {class: 'tag'}, 'this one')] : [])],
    ['Lease', '', state],
    ...NUMBERS.map(([name], i) => [name, 'n', spans[i]]),
  ]));
  return {
    row,
    update: now => {
      const [word, grade] = judge(now);
      text(state, word);
      level(state, grade);
      level(row, grade === 'bad' ? 'bad' : 'ok');
      NUMBERS.forEach(([, read], i) => text(spans[i], now.numbers.lease === undefined ? '–' : read(now.numbers)));
    },
  };
}

async function refresh() {
  let isThere = true;
  try {
    if (!document.hidden) {
      const found = (await nodes()).nodes;
      isThere = found.length > 0;
      byId('cluster').hidden = !isThere;
      rows.show(found);
    }
  } catch {
    // the connection's state is shown already
  }
  if (isThere) {
    setTimeout(refresh, PERIOD_MILLIS);
  }
}

export const start = refresh;
