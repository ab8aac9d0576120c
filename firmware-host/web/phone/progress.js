/* progress.js: how far a promised case is. The whole receipt number is asked for; the hall tells item,
 * stages and promise, and nothing else. Whatever comes is put in as text. Written for old WebViews:
 * ES2017. */
(function () {
  'use strict';

  var words = window.hallqWords;
  var found = null;
  var said = '';

  function at(id) {
    return document.getElementById(id);
  }

  /* 2026-03-05 as people write it. */
  function day(text) {
    var parts = (text || '').split('-').map(Number);
    return parts.length === 3
      ? words.say('progress.date', {year: parts[0], month: parts[1], day: parts[2]}) : '';
  }

  /* Digits only, or with their dashes: 260302000112345 is 260302-0001-12345. */
  function normal(text) {
    var digits = text.replace(/\D/g, '');
    return digits.length === 15
      ? digits.slice(0, 6) + '-' + digits.slice(6, 10) + '-' + digits.slice(10) : '';
  }

  function drawStages(stages) {
    var list = at('stages');
    list.textContent = '';
    stages.forEach(function (stage) {
      var line = document.createElement('li');
      line.className = stage.day ? 'done' : '';
      line.textContent = words.pick(stage) + (stage.day ? ' · ' + day(stage.day) : '');
      list.appendChild(line);
    });
  }

  function draw() {
    at('said').hidden = !said;
    at('said').textContent = said ? words.say(said) : '';
    at('case').hidden = !found;
    if (!found) {
      return;
    }
    at('item').textContent = words.pick(found.item);
    at('chip').textContent = words.pick(found.stage);
    at('chip').className = 'chip ' + (found.stage.code === 'completed' ? 'finished'
      : found.stage.code === 'refused' || found.stage.code === 'withdrawn' ? 'cancelled' : '');
    at('promise').textContent = found.promised
      ? words.say('progress.promise', {day: day(found.promised)}) : words.say('progress.no_promise');
    at('promise').hidden = Boolean(found.stages[found.stages.length - 1].day);
    at('stands').hidden = !found.suspended;
    drawStages(found.stages);
  }

  async function ask(receipt) {
    found = null;
    said = receipt ? '' : 'progress.whole';
    if (receipt) {
      try {
        var answer = await fetch('/api/v1/progress/' + receipt);
        said = answer.ok ? '' : answer.status === 429 ? 'progress.wait' : 'progress.unknown';
        found = answer.ok ? await answer.json() : null;
      } catch (error) {
        said = 'progress.lost';
      }
    }
    draw();
  }

  at('ask').addEventListener('submit', function (event) {
    event.preventDefault();
    var receipt = normal(at('receipt').value);
    if (receipt) {
      window.history.replaceState(null, '', '#' + receipt);
    }
    ask(receipt);
  });
  at('language').addEventListener('click', function () {
    words.toggle();
    draw();
  });
  words.load().catch(function () { return null; }).then(function () {
    var receipt = normal(window.location.hash);
    at('receipt').value = receipt;
    if (receipt) {
      ask(receipt);
    }
  });
})();
