'use strict';

// Draws what /api/status and /api/history say. No library, no inline style or script: the page's content security policy forbids both.

const STATES = ['unsynced', 'dirty', 'syncing', 'synced'];
const KEPT = 180;
const root = document.documentElement;
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const night = matchMedia('(prefers-color-scheme: dark)');
const cards = new Map();
const series = new Map();
let cursor = 0;
let paused = false;
let clockSkew = 0;
let colors = {};

const by = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const count = (n) => (n < 100000 ? whole.format(n) : compact.format(n));

function time(ms) {
  if (!ms) return ['0', 'ms'];
  if (ms < 1) return [Math.round(ms * 1000), 'µs'];
  if (ms < 1000) return [ms < 10 ? ms.toFixed(1) : Math.round(ms), 'ms'];
  if (ms < 120000) return [(ms / 1000).toFixed(ms < 10000 ? 1 : 0), 's'];
  return [Math.round(ms / 60000), 'min'];
}

function span(seconds) {
  const s = Math.floor(seconds);
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} days`;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function figure(card, name, [value, unit], tone) {
  const place = card.querySelector(`[data-figure="${name}"]`);
  const text = `${value}${unit || ''}`;
  if (place.textContent !== text) {
    place.replaceChildren(String(value));
    if (unit) place.append(make('small', '', unit));
  }
  place.className = tone || '';
}

// ---- theme

const THEMES = ['auto', 'light', 'dark'];

function theme(name) {
  const dark = name === 'dark' || (name === 'auto' && night.matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  const button = by('theme');
  put(button, name[0].toUpperCase() + name.slice(1));
  button.setAttribute('aria-label', name === 'auto' ? 'Theme: as the system has it' : `Theme: ${name}`);
  const style = getComputedStyle(root);
  for (const key of ['ink', 'soft', 'line', 'accent', 'second', 'fill', 'bad', ...STATES]) {
    colors[key] = style.getPropertyValue(`--${key}`).trim();
  }
  cards.forEach((card) => { card.slotsDrawn = ''; });
}

function chosenTheme() {
  const asked = new URLSearchParams(location.search).get('theme');
  if (THEMES.includes(asked)) return asked;
  try {
    return localStorage.getItem('dualwrite-theme') || 'auto';
  } catch {
    return 'auto';
  }
}

// ---- plots

function niceTop(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 2, 2.5, 5, 10]) if (value <= step * power) return step * power;
  return value;
}

function plot(canvas, samples, lines, label, now) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width || !height) return;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const g = canvas.getContext('2d');
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  const bottom = height - 15;
  const seen = samples.filter((s) => s.at > now - (KEPT + 2) * 1000);
  const most = Math.max(0, ...seen.flatMap((s) => lines.map((l) => s[l.field])));
  const top = niceTop(most * 1.05);
  const x = (at) => width - ((now - at) / 1000 / KEPT) * width;
  const y = (value) => bottom - (value / top) * (bottom - 6);
  g.strokeStyle = colors.line;
  g.lineWidth = 1;
  for (const share of [0, 0.5, 1]) {
    const at = Math.round(y(top * share)) + 0.5;
    g.beginPath();
    g.moveTo(0, at);
    g.lineTo(width, at);
    g.stroke();
  }
  for (const line of lines) {
    if (!seen.length) break;
    g.beginPath();
    seen.forEach((s, i) => (i ? g.lineTo(x(s.at), y(s[line.field])) : g.moveTo(x(s.at), y(s[line.field]))));
    g.strokeStyle = colors[line.color];
    g.lineWidth = 1.6;
    g.lineJoin = 'round';
    g.stroke();
    if (line.fill) {
      g.lineTo(x(seen[seen.length - 1].at), bottom);
      g.lineTo(x(seen[0].at), bottom);
      g.closePath();
      g.fillStyle = colors.fill;
      g.fill();
    }
  }
  g.font = '11px system-ui, sans-serif';
  g.fillStyle = colors.soft;
  g.textBaseline = 'top';
  g.textAlign = 'left';
  g.fillText(label(top), 2, 8);
  g.textBaseline = 'alphabetic';
  g.fillText('3 min ago', 0, height - 2);
  g.textAlign = 'right';
  g.fillText('now', width, height - 2);
}

const RATE = [{ field: 'perSecond', color: 'accent', fill: true }];
const LATENCY = [
  { field: 'p50Millis', color: 'accent' },
  { field: 'p99Millis', color: 'second' },
];

function drawPlots() {
  const now = Date.now() + clockSkew - 1200; // the newest sample has just come in from the right
  cards.forEach((card, name) => {
    const samples = series.get(name) || [];
    plot(card.querySelector('[data-plot="rate"]'), samples, RATE, count, now);
    plot(card.querySelector('[data-plot="latency"]'), samples, LATENCY, (ms) => time(ms).join(' '), now);
  });
}

function describePlots(card, name) {
  const samples = series.get(name) || [];
  const last = samples[samples.length - 1];
  if (!last) return;
  const peak = Math.max(...samples.map((s) => s.perSecond));
  card.querySelector('[data-plot="rate"]').setAttribute(
    'aria-label', `Rate over three minutes: now ${count(last.perSecond)} a second, at most ${count(peak)}`);
  card.querySelector('[data-plot="latency"]').setAttribute(
    'aria-label', `Time: half within ${time(last.p50Millis).join(' ')}, 99 of 100 within ${time(last.p99Millis).join(' ')}`);
}

function moving() {
  if (!paused && !document.hidden) drawPlots();
  if (!calm.matches) requestAnimationFrame(() => setTimeout(moving, 66));
}

// ---- slots

/** Runs such as "3x16384" (state, times, number of slots) to one state per slot. */
function unpack(runs) {
  const slots = new Uint8Array(16384);
  let at = 0;
  for (const [state, length] of runs) {
    slots.fill(state, at, at + length);
    at += length;
  }
  return slots;
}

function rgb(color) {
  const m = /^#(..)(..)(..)$/.exec(color);
  return m ? m.slice(1).map((part) => parseInt(part, 16)) : [128, 128, 128];
}

function drawSlots(card, runs) {
  const drawn = JSON.stringify(runs);
  if (card.slotsDrawn === drawn) return;
  card.slotsDrawn = drawn;
  card.slotStates = unpack(runs);
  const canvas = card.querySelector('.slots canvas');
  const g = canvas.getContext('2d');
  const image = g.createImageData(256, 64);
  const palette = STATES.map((state) => rgb(colors[state]));
  card.slotStates.forEach((state, slot) => {
    const shade = (slot >> 8) % 2 ? 0.965 : 1; // rows can be told apart
    for (let c = 0; c < 3; c++) image.data[slot * 4 + c] = palette[state][c] * shade;
    image.data[slot * 4 + 3] = 255;
  });
  g.putImageData(image, 0, 0);
}

function pointAtSlots(card) {
  const canvas = card.querySelector('.slots canvas');
  const output = card.querySelector('.slots output');
  let slot = 0;
  const tell = () => {
    if (card.slotStates) put(output, `slot ${slot}: ${STATES[card.slotStates[slot]]}`);
  };
  canvas.addEventListener('pointermove', (event) => {
    const box = canvas.getBoundingClientRect();
    const column = Math.min(255, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * 256)));
    const row = Math.min(63, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * 64)));
    slot = row * 256 + column;
    tell();
  });
  canvas.addEventListener('pointerleave', () => put(output, ''));
  canvas.addEventListener('blur', () => put(output, ''));
  canvas.addEventListener('focus', tell);
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 256, ArrowUp: -256, PageDown: 4096, PageUp: -4096 }[event.key];
    if (event.key === 'Home') slot = 0;
    else if (event.key === 'End') slot = 16383;
    else if (step) slot = Math.min(16383, Math.max(0, slot + step));
    else return;
    event.preventDefault();
    tell();
  });
}

function legend(list, entries) {
  const shown = entries.filter(([, n]) => n > 0);
  const text = shown.map(([name, n]) => `${name} ${n}`).join();
  if (list.dataset.shown === text) return;
  list.dataset.shown = text;
  list.replaceChildren(...shown.map(([name, n]) => {
    const item = make('li');
    item.append(make('span', `swatch c-${name === 'dirty' ? 'dirty' : name}`), make('b', '', whole.format(n)), ` ${name}`);
    return item;
  }));
}

// ---- cards

function card(name, template) {
  let found = cards.get(name);
  if (!found) {
    found = by(template).content.firstElementChild.cloneNode(true);
    found.setAttribute('aria-label', name);
    put(found.querySelector('h2'), name);
    by('targets').append(found);
    cards.set(name, found);
    if (found.querySelector('.slots')) pointAtSlots(found);
  }
  return found;
}

function showNodes(place, nodes) {
  const text = JSON.stringify(nodes);
  if (place.dataset.shown === text) return;
  place.dataset.shown = text;
  place.replaceChildren(...nodes.map((node) => make(
    'li', node.up ? '' : 'down', `${node.address}${node.up ? (node.slots ? ` · ${whole.format(node.slots)} slots` : '') : ' does not answer'}`)));
}

function showTarget(place, target) {
  const state = place.querySelector('.state');
  state.className = `state ${target.tone}`;
  put(state, target.state);
  put(place.querySelector('.why'), target.why || '');
  showNodes(place.querySelector('.nodes'), target.nodes);
}

function latest(name) {
  const samples = series.get(name) || [];
  return samples[samples.length - 1] || { perSecond: 0, p50Millis: 0, p99Millis: 0 };
}

function showPrimary(status) {
  const place = card(status.primary.name, 'primary-card');
  const now = latest(status.primary.name);
  showTarget(place, status.primary);
  figure(place, 'rate', [count(now.perSecond)]);
  figure(place, 'clients', [count(status.clients)]);
  figure(place, 'p50', time(now.p50Millis));
  figure(place, 'p99', time(now.p99Millis));
  describePlots(place, status.primary.name);
}

function showSecondary(secondary) {
  const place = card(secondary.name, 'secondary-card');
  const now = latest(secondary.name);
  showTarget(place, secondary);
  figure(place, 'rate', [count(now.perSecond)]);
  figure(place, 'lag', time(secondary.lagMillis), secondary.lagMillis > 5000 ? 'warn' : '');
  figure(place, 'dirty', [count(secondary.dirtyKeys)], secondary.dirtyKeys > 0 ? 'warn' : '');
  figure(place, 'p99', time(now.p99Millis));
  describePlots(place, secondary.name);
  drawSlots(place, secondary.slots);
  const slotCounts = STATES.map((name) => [name, secondary.slotCounts[name]]).reverse();
  legend(place.querySelector('.slots .legend'), slotCounts);
  place.querySelector('.slots canvas').setAttribute(
    'aria-label', `Slots: ${slotCounts.filter(([, n]) => n).map(([name, n]) => `${n} ${name}`).join(', ')}. Arrow keys tell one by one.`);
  const a = secondary.account;
  const parts = ['applied', 'repaired', 'pending', 'dirty', 'unrepairable', 'excluded'].map((name) => [name, a[name]]);
  put(place.querySelector('.acknowledged'), whole.format(a.acknowledged));
  const bar = place.querySelector('.bar');
  const total = Math.max(1, a.acknowledged);
  parts.forEach(([name, n], i) => {
    const piece = bar.children[i] || bar.appendChild(make('span', `c-${name}`));
    piece.hidden = n === 0;
    piece.style.width = `${(n / total) * 100}%`;
  });
  bar.setAttribute('aria-label', parts.filter(([, n]) => n).map(([name, n]) => `${n} ${name}`).join(', ') || 'none yet');
  legend(place.querySelector('.account .legend'), parts);
}

function showEvents(events) {
  const text = JSON.stringify(events);
  const list = by('events');
  by('no-events').hidden = events.length > 0;
  if (list.dataset.shown === text) return;
  list.dataset.shown = text;
  const marks = { good: '✓', bad: '✕', note: 'i' };
  list.replaceChildren(...events.slice().reverse().map((event) => {
    const item = make('li', event.severity);
    const mark = make('span', 'mark', marks[event.severity]);
    mark.setAttribute('aria-label', event.severity);
    mark.setAttribute('role', 'img');
    const at = make('time', '', new Date(event.at).toLocaleTimeString('en-GB'));
    at.dateTime = event.at;
    item.append(mark, at, make('span', 'target', event.target), make('span', 'text', event.text));
    return item;
  }));
}

function show(status) {
  const verdict = by('verdict');
  verdict.className = `verdict ${status.tone}`;
  put(verdict, status.verdict);
  document.title = `${status.tone === 'good' ? '' : '● '}Dualwrite: ${status.state}`;
  put(by('uptime'), `up ${span(status.uptimeSeconds)} · ${count(status.commands)} commands`);
  put(by('version'), status.version);
  showPrimary(status);
  status.secondaries.forEach(showSecondary);
  showEvents(status.events);
}

function take(history) {
  clockSkew = history.now - Date.now();
  cursor = history.next;
  for (const [name, samples] of Object.entries(history.targets)) {
    const all = (series.get(name) || []).concat(samples);
    series.set(name, all.slice(-KEPT - 5));
  }
}

async function ask(path) {
  const answer = await fetch(path, { cache: 'no-store', credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function turn() {
  if (!paused && !document.hidden) {
    try {
      take(await ask(`/api/history?after=${cursor}`));
      show(await ask('/api/status'));
      if (calm.matches) drawPlots();
      root.dataset.drawn = 'true';
    } catch (problem) {
      const verdict = by('verdict');
      verdict.className = 'verdict bad';
      put(verdict, `The listener does not answer this page (${problem.message}). The figures below are old.`);
    }
  }
  setTimeout(turn, 1000);
}

by('pause').addEventListener('click', () => {
  paused = !paused;
  by('pause').setAttribute('aria-pressed', String(paused));
  put(by('pause'), paused ? 'Go on' : 'Pause');
});
let chosen = chosenTheme();
by('theme').addEventListener('click', () => {
  chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
  try {
    localStorage.setItem('dualwrite-theme', chosen);
  } catch {
    // A browser without storage forgets it with the page.
  }
  theme(chosen);
});
night.addEventListener('change', () => theme(chosen));
theme(chosen);
turn();
moving();
