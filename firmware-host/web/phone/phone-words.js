/* phone-words.js: the page's words in the visitor's language.
 *
 * Texts come from the hall (/api/v1/words/phone, made of config/lang/phone.yaml) and are kept in
 * the browser, so that the page can still speak when the hall cannot be reached. Written for old
 * WebViews: ES2017, nothing newer. */
(function () {
  'use strict';

  var KEPT = 'hallq-phone-words';
  var CHOSEN = 'hallq-phone-language';
  var words = {};
  var language = 'zh';

  function keep(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch (error) {
      /* a browser that keeps nothing: the page works without */
    }
  }

  function kept(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  /* The text of a key; {holes} are filled from `values`. */
  function say(key, values) {
    var entry = words[key];
    var text = entry ? entry[language] || entry.zh : '';
    return text.replace(/\{(\w+)\}/g, function (whole, name) {
      return values && values[name] !== undefined ? String(values[name]) : whole;
    });
  }

  /* {zh, en} of the hall's own data. */
  function pick(pair) {
    return pair ? pair[language] || pair.zh : '';
  }

  function show() {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    Array.prototype.forEach.call(document.querySelectorAll('[data-word]'), function (element) {
      var text = say(element.getAttribute('data-word'));
      if (text) {
        element.textContent = text;
      }
    });
  }

  function use(wanted) {
    language = wanted === 'en' ? 'en' : 'zh';
    show();
  }

  function toggle() {
    use(language === 'zh' ? 'en' : 'zh');
    keep(CHOSEN, language);
  }

  async function load() {
    try {
      words = JSON.parse(kept(KEPT) || '{}');
    } catch (error) {
      words = {};
    }
    use(kept(CHOSEN) || (/^en/i.test(navigator.language || '') ? 'en' : 'zh'));
    var answer = await fetch('/api/v1/words/phone');
    if (!answer.ok) {
      throw new Error('words');
    }
    words = await answer.json();
    keep(KEPT, JSON.stringify(words));
    show();
  }

  window.hallqWords = {load: load, say: say, pick: pick, toggle: toggle, keep: keep, kept: kept,
    known: function () { return Object.keys(words).length > 0; }};
})();
