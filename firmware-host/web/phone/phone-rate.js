/* phone-rate.js: what the visitor thought: a level, tags that fit it, words.
 *
 * The tags are the hall's own (config: evaluation.tags); those of the chosen level are offered, and
 * what was ticked stays ticked while the page looks for news. Written for old WebViews: ES2017. */
(function () {
  'use strict';

  var LONGEST = 400;
  var NEARLY = 60;
  var words = window.hallqWords;
  var tags = [];
  var ticked = {};
  var drawn = '';

  function at(id) {
    return document.getElementById(id);
  }

  function reveal(id, shown) {
    at(id).hidden = !shown;
  }

  function chosen() {
    var input = document.querySelector('input[name=level]:checked');
    return input ? Number(input.value) : 0;
  }

  function fitting() {
    var level = chosen();
    var group = level === 0 ? '' : level <= 2 ? 'bad' : level === 3 ? 'fair' : 'good';
    return tags.filter(function (tag) { return tag['for'] === group; });
  }

  function choice(type, name, value, style) {
    var label = document.createElement('label');
    var input = document.createElement('input');
    var text = document.createElement('span');
    label.className = style;
    input.type = type;
    input.name = name;
    input.value = value;
    label.appendChild(input);
    label.appendChild(text);
    return {label: label, input: input, text: text};
  }

  function drawLevels() {
    for (var level = 5; level >= 1; level--) {
      var one = choice('radio', 'level', String(level), 'level');
      one.text.setAttribute('data-word', 'rate.' + level);
      at('levels').appendChild(one.label);
    }
  }

  function drawTag(tag) {
    var one = choice('checkbox', 'tag', tag.code, 'tag');
    one.text.textContent = words.pick(tag.name);
    one.input.checked = Boolean(ticked[tag.code]);
    one.label.classList.toggle('chosen', one.input.checked);
    at('tag-list').appendChild(one.label);
  }

  /* Only when something else is offered: a tap must not lose its place. */
  function drawTags() {
    var list = fitting();
    var now = document.documentElement.lang + list.map(function (tag) { return tag.code; }).join();
    reveal('tags', list.length > 0);
    if (now !== drawn) {
      drawn = now;
      at('tag-list').textContent = '';
      list.forEach(drawTag);
    }
  }

  function drawLeft() {
    var left = LONGEST - at('rate-text').value.length;
    at('rate-left').textContent = words.say('rate.left', {left: left});
    reveal('rate-left', left <= NEARLY);
  }

  function onLevel() {
    Array.prototype.forEach.call(document.querySelectorAll('.level'), function (label) {
      label.classList.toggle('chosen', label.querySelector('input').checked);
    });
    reveal('rate-hint', false);
    drawTags();
  }

  function onTag(event) {
    ticked[event.target.value] = event.target.checked;
    event.target.parentNode.classList.toggle('chosen', event.target.checked);
  }

  function fields() {
    return {level: chosen(), text: at('rate-text').value.trim(),
      tags: fitting().map(function (tag) { return tag.code; })
        .filter(function (code) { return ticked[code]; })};
  }

  function hint(text) {
    at('rate-hint').textContent = text;
    reveal('rate-hint', true);
  }

  async function submit(event, send) {
    var button = at('rate-form').querySelector('button');
    event.preventDefault();
    if (chosen() === 0) {
      hint(words.say('rate.choose'));
      return;
    }
    button.disabled = true;
    try {
      await send(fields());
    } catch (error) {
      hint(error.message || words.say('failed'));
    }
    button.disabled = false;
  }

  window.hallqRating = {
    /* `send` gets the fields and gives a promise. */
    start: function (send) {
      drawLevels();
      at('levels').addEventListener('change', onLevel);
      at('tag-list').addEventListener('change', onTag);
      at('rate-text').addEventListener('input', drawLeft);
      at('rate-form').addEventListener('submit', function (event) { submit(event, send); });
    },
    /* The hall's tags, as they are now. */
    offer: function (list) {
      tags = list;
      drawTags();
      drawLeft();
    }
  };
})();
