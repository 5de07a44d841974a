const $ = (id) => document.getElementById(id);
const POLL_MILLIS = 250;
const SMALL_A = 'a'.charCodeAt(0);
const LARGE_A = 'A'.charCodeAt(0);
let shownEvents = '';

const post = (path) => fetch(path, { method: 'POST' });

function card(node, index) {
  const article = document.createElement('article');
  article.innerHTML =
    '<h3><span></span><small></small></h3><dl><dt>Members it sees</dt><dd></dd><dt>Stored calls it has now</dt><dd></dd>' +
    '<dt>Calls taken over</dt><dd></dd></dl><button></button> <a>Console</a>';
  article.querySelector('button').addEventListener('click', (event) => {
    post(`nodes/${index}/${event.target.dataset.action}`);
  });
  return article;
}

function showNode(node, index) {
  const article = $('nodes').children[index];
  article.className = `node-${index} ${node.state}`;
  const words = { STARTING: 'starts', READY: 'ready', KILLED: 'killed' };
  article.querySelector('h3 span').textContent = node.name;
  article.querySelector('h3 small').textContent = `${words[node.state]} · SIP ${node.sip}`;
  const isAlive = node.state !== 'KILLED';
  const values = [node.members, node.live, node.claimed];
  article.querySelectorAll('dd').forEach((dd, i) => { dd.textContent = isAlive ? values[i].toLocaleString('en') : '–'; });
  const button = article.querySelector('button');
  button.textContent = isAlive ? 'kill -9' : 'Start again';
  button.className = isAlive ? 'kill' : '';
  button.dataset.action = isAlive ? 'kill' : 'start';
  const link = article.querySelector('a');
  link.href = `http://127.0.0.1:${node.http}/sip-async/`;
  link.hidden = node.state !== 'READY';
}

function square(letter, nodes) {
  const code = letter.charCodeAt(0);
  if (letter === '2' || letter === '!') return 'bad';
  if (code >= SMALL_A) {
    const node = code - SMALL_A;
    return nodes[node].state === 'KILLED' ? 'orphan' : `wait node-${node}`;
  }
  return code >= LARGE_A ? `done node-${code - LARGE_A}` : '';
}

function showCalls(letters, nodes) {
  const calls = $('calls');
  while (calls.children.length < letters.length) calls.append(document.createElement('i'));
  [...letters].forEach((letter, i) => {
    const name = square(letter, nodes);
    if (calls.children[i].className !== name) calls.children[i].className = name;
  });
}

function figures(letters, nodes) {
  if (!letters) return nodes.every((node) => node.state === 'READY') ? 'Ready.' : 'The servers start; that takes some 20 seconds.';
  const count = (test) => [...letters].filter(test).length;
  const waiting = count((letter) => letter >= 'a');
  const answered = count((letter) => letter >= 'A' && letter < 'a');
  return `${waiting} wait · ${answered} answered once · ${count((l) => l === '2')} answered twice · ${count((l) => l === '!')} failed`;
}

async function show() {
  const state = await (await fetch('state')).json();
  if (!$('nodes').children.length) $('nodes').append(...state.nodes.map(card));
  state.nodes.forEach(showNode);
  showCalls(state.calls, state.nodes);
  const text = figures(state.calls, state.nodes);
  if ($('figures').textContent !== text) $('figures').textContent = text;
  $('place').disabled = state.nodes.filter((node) => node.state === 'READY').length < 2 || /[a-z]/.test(state.calls);
  if (shownEvents !== state.events.join()) {
    shownEvents = state.events.join();
    $('events').replaceChildren(...state.events.map((event) => {
      const line = document.createElement('li');
      line.textContent = event;
      return line;
    }));
  }
}

$('place').addEventListener('click', () => { $('place').disabled = true; post('calls'); });

async function poll() {
  try {
    await show();
  } catch (error) {
    $('figures').textContent = 'The demo has ended.';
  }
  setTimeout(poll, POLL_MILLIS);
}

poll();
