#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// Swift cannot call variadic functions: a copy of the message with its key and one header is queued. The delivery
// report carries `opaque`.
static inline rd_kafka_resp_err_t liveshelf_kafka_produce(
    rd_kafka_t *client, const char *topic, const void *key, size_t key_length, const void *value, size_t value_length,
    const char *header, const char *header_value, void *opaque) {
  return rd_kafka_producev(
      client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_KEY((void *)key, key_length), RD_KAFKA_V_VALUE((void *)value, value_length),
      RD_KAFKA_V_HEADER(header, header_value, -1), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}
