/* custom.h: values of the configuration that fit no plain type, each with its reader and writer,
 * and the checks within one record. schema*.c refer to them; nobody else does. */
#pragma once

#include "config/reader.h"
#include "config/writer.h"

typedef int custom_read(struct reader *reader, const struct yaml_node *node,
                        const struct schema_row *row, void *field);
typedef void custom_write(struct writer *writer, const struct schema_row *row, const void *field);
typedef void record_check(struct reader *reader, const struct yaml_node *node, void *record);

/* hall.yaml: custom_hall.c */
custom_read read_days, read_numbers, read_serves, read_ticket;
custom_write write_days, write_numbers, write_serves, write_ticket;
record_check check_period, check_category, check_item, check_slip_line;

/* displays: schema_displays.c */
custom_read read_tenths, read_pixels;
custom_write write_tenths, write_pixels;

/* lines.yaml: custom_lines.c */
custom_read read_lines, read_devices, read_frame, read_profile_name;
custom_write write_lines, write_devices, write_frame, write_profile_name;
record_check check_line;

/* profiles: custom_profile.c */
custom_read read_title, read_encoding, read_options, read_keys, read_code_bytes, read_vectors,
    read_vector_bytes;
custom_write write_title, write_encoding, write_options, write_keys, write_code_bytes,
    write_vectors, write_vector_bytes;
record_check check_key, check_vector;
