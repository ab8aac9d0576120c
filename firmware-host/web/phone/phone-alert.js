/* phone-alert.js: sound and vibration, three before and at the call.
 *
 * A browser lets a page sound only after a touch, so the page asks once; the answer is kept, and
 * after a reload the first touch anywhere is enough. Where there is no sound or no vibration the
 * other one does, and the words on the page do in any case. */
(function () {
  'use strict';

  var WANTED = 'hallq-phone-alert';
  var audio = null;
  var touched = false;

  function unlock() {
    touched = true;
    var Context = window.AudioContext || window.webkitAudioContext;
    if (!audio && Context) {
      audio = new Context();
    }
    if (audio && audio.state === 'suspended') {
      audio.resume();
    }
  }

  function tone(hertz, start, seconds) {
    var oscillator = audio.createOscillator();
    var gain = audio.createGain();
    oscillator.frequency.value = hertz;
    oscillator.connect(gain);
    gain.connect(audio.destination);
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.4, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }

  function ring(times) {
    if (!wanted() || !touched) {
      return;
    }
    if (navigator.vibrate) {
      navigator.vibrate(times > 1 ? [400, 200, 400, 200, 400] : [200]);
    }
    if (!audio || audio.state !== 'running') {
      return;
    }
    for (var i = 0; i < times; i++) {
      tone(784, audio.currentTime + i * 0.9, 0.35);
      tone(659, audio.currentTime + i * 0.9 + 0.3, 0.5);
    }
  }

  function wanted() {
    return window.hallqWords.kept(WANTED) === 'on';
  }

  function turnOn() {
    window.hallqWords.keep(WANTED, 'on');
    unlock();
    ring(1);
  }

  if (wanted()) {
    document.addEventListener('click', unlock, {once: true});
  }
  window.hallqAlert = {wanted: wanted, turnOn: turnOn, ring: ring};
})();
