/* voice_command.c: hallq voice: a hall's own voice.
 *
 *   hallq voice check DIR     what is missing, too loud, too quiet or too long
 *   hallq voice record DIR    walks a clerk through the list of clips with a microphone
 *   hallq voice build DIR     renders the whole pack with espeak-ng
 *
 * record takes --again (clips that are good too), --language zh|en (only what that language
 * needs), --licence TEXT, --name TEXT, and --from-folder F, which takes F/ID.wav (any 16 bit PCM
 * WAV) instead of the microphone. It can be broken off at any time and goes on where it was. */
#include "cli/commands.h"

#include "voice/pack.h"
#include "voice/recorder.h"
#include "voice/render.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ------------------------------------------------------------------ check */

static const char *fault_text(const struct client *client, enum pack_fault fault)
{
    char key[48];
    snprintf(key, sizeof key, "voice.fault.%s", pack_fault_name(fault));
    return client_text(client, key);
}

static json_t *json_of_clip(const struct voice_pack *pack, int clip)
{
    const struct pack_clip *entry = &pack->clips[clip];
    return json_pack("{s:s,s:s,s:s,s:s,s:i,s:f,s:f}", "id", voice_clips[clip].id, "text",
                     voice_clip_text(clip), "file", entry->file, "state",
                     pack_fault_name(entry->fault), "ms", (int)sound_ms(&entry->sound), "peak_db",
                     entry->peak_db, "rms_db", entry->rms_db);
}

static void print_fault(const struct client *client, const struct voice_pack *pack, int clip)
{
    const struct pack_clip *entry = &pack->clips[clip];
    printf("%-12s %-20s %s", voice_clips[clip].id, voice_clip_text(clip),
           fault_text(client, entry->fault));
    if (entry->sound.count > 0) {
        printf(" (%u ms, %.1f dB, RMS %.1f dB)", sound_ms(&entry->sound), entry->peak_db,
               entry->rms_db);
    } else if (entry->fault == PACK_UNUSABLE) {
        printf(" (%s)", entry->why);
    }
    putchar('\n');
}

static int report_pack(const struct client *client, const struct voice_pack *pack)
{
    size_t faults = pack_faults(pack, VOICE_BOTH);
    json_t *list = json_array();
    for (int i = 0; i < VOICE_CLIPS; i++) {
        if (client->json) {
            json_array_append_new(list, json_of_clip(pack, i));
        } else if (pack->clips[i].fault != PACK_FINE) {
            print_fault(client, pack, i);
        }
    }
    json_t *answer = json_pack("{s:s,s:s,s:i,s:i,s:o}", "name", pack->name, "licence",
                               pack->licence, "faults", (int)faults, "unknown",
                               (int)pack->unknown, "clips", list);
    if (!printed_json(client, answer)) {
        printf("%s: %zu / %d %s\n", pack->name, VOICE_CLIPS - faults, (int)VOICE_CLIPS,
               client_text(client, "voice.good"));
    }
    json_decref(answer);
    return faults == 0 ? 0 : EXIT_REFUSED;
}

static int check(const struct client *client, const char *folder, int count, char **words)
{
    struct voice_pack pack;
    char why[PACK_PATH + 80];
    (void)count, (void)words;
    int rc = pack_load(&pack, folder, why, sizeof why);
    int result = EXIT_REFUSED;
    if (rc < 0) {
        fprintf(stderr, "hallq: %s\n", why);
    } else {
        result = report_pack(client, &pack);
    }
    pack_finish(&pack);
    return result;
}

/* ------------------------------------------------------------------ build */

static int build(const struct client *client, const char *folder, int count, char **words)
{
    char why[PACK_PATH + 80];
    if (render_pack(folder, why, sizeof why) < 0) {
        fprintf(stderr, "hallq: %s\n", why);
        return EXIT_REFUSED;
    }
    return check(client, folder, count, words);
}

/* ------------------------------------------------------------------ record */

struct session {
    const struct client *client;
    struct voice_pack pack;
    struct recorder *recorder; /* NULL with --from-folder */
    const char *from;
    bool again, ended;
    enum voice_language language;
};

/* Has the clerk pressed Enter within `ms`? The end of the input ends the session. */
static bool pressed(struct session *session, int ms)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    char line[64];
    if (poll(&input, 1, ms) <= 0) {
        return false;
    }
    ssize_t got = read(STDIN_FILENO, line, sizeof line);
    session->ended = got <= 0;
    return true;
}

static int listen(struct session *session, int clip, struct sound *sound)
{
    printf("%s: %s\n  %s", voice_clips[clip].id, voice_clip_text(clip),
           client_text(session->client, "voice.press_to_begin"));
    fflush(stdout);
    while (!pressed(session, -1)) {
    }
    if (session->ended) {
        return -1;
    }
    printf("  %s", client_text(session->client, "voice.press_to_end"));
    fflush(stdout);
    recorder_start(session->recorder);
    while (!pressed(session, 50) &&
           recorder_collect(session->recorder, sound) < RECORDER_LONGEST_MS) {
    }
    recorder_collect(session->recorder, sound);
    recorder_stop(session->recorder);
    return session->ended ? -1 : 0;
}

static int take_file(const struct session *session, int clip, struct sound *sound)
{
    char path[PACK_PATH + PACK_FILE], why[80];
    struct sound_format format;
    snprintf(path, sizeof path, "%s/%s.wav", session->from, voice_clips[clip].id);
    if (sound_read(sound, &format, path, why, sizeof why) < 0) {
        fprintf(stderr, "hallq: %s: %s\n", path, why);
        return -1;
    }
    return sound_convert(sound, &format);
}

/* One attempt at a clip: its fault, or -1 when the session cannot go on. */
static int record_once(struct session *session, int clip)
{
    struct sound sound = {NULL, 0};
    int rc = session->from != NULL ? take_file(session, clip, &sound)
                                   : listen(session, clip, &sound);
    if (rc < 0) {
        sound_finish(&sound);
        return session->from != NULL ? PACK_MISSING : -1;
    }
    enum pack_fault fault = pack_prepare(clip, &sound);
    if (fault == PACK_FINE && pack_put(&session->pack, clip, &sound) < 0) {
        fprintf(stderr, "hallq: %s: %s\n", session->pack.folder, strerror(errno));
        session->ended = true;
    }
    sound_finish(&sound);
    printf("%-12s %s\n", voice_clips[clip].id, fault_text(session->client, fault));
    return session->ended ? -1 : (int)fault;
}

static bool wants(const struct session *session, int clip)
{
    enum voice_language own = voice_clips[clip].language;
    bool spoken = session->language == VOICE_BOTH || own == VOICE_BOTH ||
                  own == session->language;
    return spoken && (session->again || session->pack.clips[clip].fault != PACK_FINE);
}

static int record_clips(struct session *session)
{
    for (int i = 0; i < VOICE_CLIPS; i++) {
        int fault = wants(session, i) ? record_once(session, i) : PACK_FINE;
        while (fault > PACK_FINE && session->from == NULL) {
            fault = record_once(session, i); /* the clerk tries again until it is good */
        }
        if (fault < 0) {
            break;
        }
    }
    size_t left = pack_faults(&session->pack, session->language);
    printf("%s: %zu\n", client_text(session->client, "voice.left"), left);
    return left == 0 ? 0 : EXIT_REFUSED;
}

static void name_pack(struct session *session, int count, char **words)
{
    const char *name = option_value(count, words, "--name");
    const char *licence = option_value(count, words, "--licence");
    struct voice_pack *pack = &session->pack;
    if (name != NULL || pack->name[0] == '\0') {
        snprintf(pack->name, sizeof pack->name, "%s",
                 name != NULL ? name : client_text(session->client, "voice.own_pack"));
    }
    if (licence != NULL || pack->licence[0] == '\0') {
        snprintf(pack->licence, sizeof pack->licence, "%s",
                 licence != NULL ? licence : client_text(session->client, "voice.own_licence"));
    }
}

static int record(const struct client *client, const char *folder, int count, char **words)
{
    const char *language = option_value(count, words, "--language");
    struct session session = {.client = client,
                              .from = option_value(count, words, "--from-folder"),
                              .again = has_word(count, words, "--again"),
                              .language = language == NULL             ? VOICE_BOTH
                                          : strcmp(language, "en") == 0 ? VOICE_ENGLISH
                                                                        : VOICE_CHINESE};
    char why[PACK_PATH + 80];
    pack_load(&session.pack, folder, why, sizeof why); /* a new pack begins empty */
    name_pack(&session, count, words);
    int result = EXIT_REFUSED;
    if (session.from == NULL) {
        session.recorder = recorder_create(why, sizeof why);
    }
    if (session.from == NULL && session.recorder == NULL) {
        fprintf(stderr, "hallq: %s (%s)\n", client_text(client, "voice.no_microphone"), why);
    } else {
        result = record_clips(&session);
    }
    recorder_destroy(session.recorder);
    pack_finish(&session.pack);
    return result;
}

int command_voice(const struct client *client, int count, char **words)
{
    static const struct {
        const char *name;
        int (*run)(const struct client *client, const char *folder, int count, char **words);
    } verbs[] = {{"check", check}, {"record", record}, {"build", build}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(words[0], verbs[i].name) == 0) {
            return verbs[i].run(client, words[1], count - 2, words + 2);
        }
    }
    fprintf(stderr, "hallq voice record|check|build DIR\n");
    return EXIT_USAGE;
}
