/* folder.h: DATA/tls, where the controller's keys and certificates lie.
 *
 *   ca.pem      the installation CA: for clerks' PCs, boards and kiosks; no secret
 *   ca.key      its key
 *   server.pem  the controller's key, certificate and chain in one file, so that a renewal is one
 *               rename and never leaves a key beside a certificate that it does not fit
 *
 * The folder is 0700, files are 0600; root makes them for the owner of DATA. Nothing overwrites
 * a CA. Every error is a tls_error; the file at fault is in `file` (FOLDER_PATH bytes).
 * Thread: any, one process at a time. */
#pragma once

#include "tls/certificate.h"

#include <stdbool.h>
#include <stddef.h>

enum { FOLDER_PATH = 512 };

struct issue_names;

struct tls_folder {
    const char *data;
    char file[FOLDER_PATH]; /* the last file that was at fault */
};

/* DATA/tls/NAME in `out`. */
void tls_folder_path(const char *data, const char *name, char out[FOLDER_PATH]);
/* Is there a certificate for the controller? */
bool tls_folder_is_made(const char *data);
/* Makes what is missing of CA and certificate; `*made` tells whether anything was. */
enum tls_error tls_folder_init(struct tls_folder *folder, const struct issue_names *names,
                               bool *made);
/* A new key and certificate by the CA; `names` empty: those of the present certificate. */
enum tls_error tls_folder_renew(struct tls_folder *folder, const struct issue_names *names);
/* Takes a site's own certificate (with its chain) and key, after they were checked. */
enum tls_error tls_folder_use(struct tls_folder *folder, const char *certificate,
                              const char *key);
