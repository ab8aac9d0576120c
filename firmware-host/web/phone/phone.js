/* phone.js: the visitor's ticket, as it stands now.
 *
 * The token is taken from the address's fragment and goes to the hall in a header, never in an
 * address. The page asks every few seconds, with the tag of what it has: an answer that nothing
 * changed is 304 and a hundred bytes. It asks more often the nearer the call is, and ever more
 * rarely while the hall is silent. Whatever comes from the hall is put in as text, never as
 * markup. Written for old WebViews: ES2017. */
(function () {
  'use strict';

  var SECONDS = {waiting: 5, far: 12, near: 2, called: 2, serving: 4, held: 8, finished: 20,
    over: 60};
  var NEAR = 3;
  var LONGEST = 30;
  var SECTIONS = ['waiting', 'called', 'serving', 'message', 'rate', 'rated'];
  var words = window.hallqWords;
  var alarm = window.hallqAlert;
  var rating = window.hallqRating;
  var token = '';
  var ticket = null;
  var tag = null;
  var failures = 0;
  var updated = null;
  var timer = null;
  var rung = {near: false, call: ''};
  var sent = {};

  function at(id) {
    return document.getElementById(id);
  }

  function put(id, text) {
    var element = at(id);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function reveal(id, shown) {
    at(id).hidden = !shown;
  }

  function clock(time) {
    var two = function (n) { return (n < 10 ? '0' : '') + n; };
    return two(time.getHours()) + ':' + two(time.getMinutes());
  }

  /* The hall's own clock time of an RFC 3339 time: the hall's zone, not the phone's. */
  function hallClock(text) {
    return text ? text.slice(11, 16) : '';
  }

  /* [1,2,3,6] is "1-3、6". */
  function runs(numbers) {
    var out = [];
    for (var i = 0; i < numbers.length; i++) {
      var from = numbers[i];
      while (i + 1 < numbers.length && numbers[i + 1] === numbers[i] + 1) {
        i++;
      }
      out.push(numbers[i] > from ? from + '-' + numbers[i] : String(from));
    }
    return out.join(document.documentElement.lang === 'en' ? ', ' : '、');
  }

  /* ---- the hall */

  async function ask(path, options) {
    var headers = {'X-Ticket-Token': token,
      'Accept-Language': document.documentElement.lang};
    if (options && options.body) {
      headers['Content-Type'] = 'application/json';
    } else if (tag) {
      headers['If-None-Match'] = tag;
    }
    return fetch('/api/v1/my-ticket' + path, {method: options ? 'POST' : 'GET', headers: headers,
      body: options ? options.body : undefined, cache: 'no-store'});
  }

  /* One intent an act, so that a repeated tap or a lost answer never acts twice. */
  async function act(path, fields) {
    if (!sent[path]) {
      sent[path] = 'p' + Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
    }
    var answer = await ask(path, {body: JSON.stringify(
      Object.assign({intent: sent[path]}, fields))});
    var body = await answer.json();
    if (!answer.ok) {
      sent[path] = null;
      throw new Error(body.error ? body.error.message : words.say('failed'));
    }
    tag = null;
    take(body);
  }

  function take(body) {
    ticket = body;
    updated = new Date();
    failures = 0;
    draw();
    ringIfDue();
  }

  async function look() {
    var answer;
    try {
      if (!words.known()) {
        await words.load();
      }
      answer = await ask('');
    } catch (error) {
      failures++;
      drawLost();
      return;
    }
    if (answer.status === 304) {
      failures = 0;
      updated = new Date();
      drawUpdated();
    } else if (answer.status === 200) {
      tag = answer.headers.get('ETag');
      take(await answer.json());
    } else if (answer.status === 404) {
      unknown();
    } else {
      failures++;
      drawLost(answer.status === 429 ? 'busy' : 'lost');
    }
  }

  function pause() {
    if (failures > 0) {
      return Math.min(LONGEST, Math.pow(2, failures));
    }
    if (!ticket) {
      return SECONDS.over;
    }
    if (ticket.state === 'waiting') {
      return ticket.ahead <= NEAR ? SECONDS.near : ticket.ahead > 12 ? SECONDS.far
        : SECONDS.waiting;
    }
    return SECONDS[ticket.state] || SECONDS.over;
  }

  async function turn() {
    window.clearTimeout(timer);
    await look();
    window.clearTimeout(timer);
    timer = window.setTimeout(turn, pause() * 1000);
  }

  /* ---- what is seen */

  function unknown() {
    ticket = null;
    failures = 0;
    reveal('loading', false);
    reveal('ticket', false);
    reveal('lost', false);
    reveal('unknown', true);
    put('updated', '');
    document.title = words.say('title');
  }

  function drawUpdated() {
    reveal('lost', false);
    at('ticket').classList.remove('stale');
    put('updated', updated ? words.say('updated', {time: clock(updated)}) : '');
  }

  function drawLost(key) {
    var known = ticket && updated;
    var text = words.say(key || 'lost') || '连不上大厅，正在重试 · The hall cannot be reached';
    put('lost', text + (known ? '。' + words.say('lost_since', {time: clock(updated)}) : ''));
    reveal('lost', true);
    at('ticket').classList.toggle('stale', Boolean(known));
  }

  function drawWaiting() {
    var near = ticket.ahead <= NEAR;
    var ahead = at('ahead');
    reveal('missed-once', ticket.no_shows > 0);
    reveal('ahead-label', ticket.ahead > 0);
    ahead.classList.toggle('words', ticket.ahead === 0);
    put('ahead', ticket.ahead > 0 ? String(ticket.ahead) : words.say('next'));
    if (ticket.ahead > 0 && words.say('ahead_unit')) {
      var unit = document.createElement('span');
      unit.className = 'unit';
      unit.textContent = words.say('ahead_unit');
      ahead.appendChild(unit);
    }
    put('minutes', ticket.minutes ? words.say('minutes', ticket.minutes)
      : words.say('no_estimate'));
    reveal('near', near && ticket.no_shows === 0);
    drawAlert();
  }

  function drawAlert() {
    var on = alarm.wanted();
    reveal('alert-ask', !on);
    at('alert').classList.toggle('on', on);
    put('alert-hint', words.say(on ? 'alert.on' : 'alert.hint'));
  }

  function place(id, key) {
    var window_ = ticket.window || {number: '', name: null, area: null};
    put(id, words.say(key, {window: window_.number, name: words.pick(window_.name),
      area: words.pick(window_.area)}));
  }

  function drawCalled() {
    place('go', 'go');
    place('go-area', 'go_area');
    reveal('recalled', ticket.recalls > 0);
  }

  function drawServing() {
    place('serving-window', 'serving');
    place('serving-area', 'go_area');
  }

  function drawMessage() {
    put('message-text', words.say(ticket.state));
    reveal('message-window', ticket.state === 'held' && Boolean(ticket.window));
    if (ticket.window) {
      place('message-window', 'held_window');
    }
  }

  function drawRate() {
    rating.offer(ticket.tags || []);
  }

  function drawRated() {
    put('rated-level', words.say('rate.given') + ' · ' + words.say('rate.' + ticket.level));
  }

  function drawFacts() {
    var waits = ticket.state === 'waiting' || ticket.state === 'held';
    put('area', words.pick(ticket.area));
    put('windows', runs(ticket.windows));
    put('papers', words.pick(ticket.papers));
    put('receipt', ticket.receipt ? words.say('receipt_open', {receipt: ticket.receipt}) : '');
    at('receipt').href = 'progress.html#' + (ticket.receipt || '');
    reveal('row-receipt', Boolean(ticket.receipt));
    put('issued', hallClock(ticket.issued));
    put('notice', words.pick(ticket.notice));
    reveal('row-area', waits && Boolean(words.pick(ticket.area)));
    reveal('row-windows', waits && ticket.windows.length > 0);
    reveal('row-papers', waits && Boolean(words.pick(ticket.papers)));
    reveal('notice', waits);
  }

  function sectionOf() {
    if (ticket.state === 'finished') {
      return ticket.can_rate ? 'rate' : ticket.level ? 'rated' : 'message';
    }
    return SECTIONS.indexOf(ticket.state) >= 0 ? ticket.state : 'message';
  }

  function draw() {
    var drawers = {waiting: drawWaiting, called: drawCalled, serving: drawServing,
      message: drawMessage, rate: drawRate, rated: drawRated};
    var section = sectionOf();
    reveal('loading', false);
    reveal('unknown', false);
    reveal('ticket', true);
    put('hall', words.pick(ticket.hall));
    put('number', ticket.number);
    put('matter', words.pick(ticket.item || ticket.category));
    at('chip').className = 'chip ' + ticket.state;
    put('chip', words.say('state.' + ticket.state));
    SECTIONS.forEach(function (id) { reveal(id, id === section); });
    if (drawers[section]) {
      drawers[section]();
    }
    drawFacts();
    reveal('cancel', ticket.can_cancel);
    document.title = (ticket.state === 'waiting' ? '(' + ticket.ahead + ') ' : '') +
      ticket.number + ' ' + words.say('state.' + ticket.state);
    drawUpdated();
  }

  function ringIfDue() {
    var call = ticket.state === 'called' ? ticket.called + '/' + ticket.recalls : '';
    var near = ticket.state === 'waiting' && ticket.ahead <= NEAR;
    if (call && call !== rung.call) {
      alarm.ring(3);
    } else if (near && !rung.near) {
      alarm.ring(2);
    }
    rung = {near: near, call: call};
  }

  /* ---- what is touched */

  function sendRating(fields) {
    return act('/evaluation', fields);
  }

  function askCancel(open) {
    reveal('cancel-sure', open);
    reveal('cancel-ask', !open);
    reveal('cancel-failed', false);
    at(open ? 'cancel-title' : 'cancel-ask').focus();
  }

  async function cancel() {
    at('cancel-yes').disabled = true;
    try {
      await act('/cancel', {});
      askCancel(false);
    } catch (error) {
      put('cancel-failed', error.message || words.say('failed'));
      reveal('cancel-failed', true);
    }
    at('cancel-yes').disabled = false;
  }

  function changeLanguage() {
    words.toggle();
    if (ticket) {
      draw();
    }
  }

  function begin() {
    token = window.location.hash.slice(1);
    ticket = null;
    tag = null;
    rung = {near: false, call: ''};
    sent = {};
    turn();
  }

  async function start() {
    rating.start(sendRating);
    at('language').addEventListener('click', changeLanguage);
    at('alert-ask').addEventListener('click', function () {
      alarm.turnOn();
      drawAlert();
    });
    at('cancel-ask').addEventListener('click', function () { askCancel(true); });
    at('cancel-no').addEventListener('click', function () { askCancel(false); });
    at('cancel-yes').addEventListener('click', cancel);
    window.addEventListener('hashchange', begin);
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) {
        turn();
      }
    });
    try {
      await words.load();
    } catch (error) {
      /* kept words speak until the hall can be reached */
    }
    begin();
  }

  start();
})();
