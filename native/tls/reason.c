#include "reason.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static _Thread_local char kept[256];

void reason_keep(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(kept, sizeof kept, format, values);
    va_end(values);
}

const char *reason_kept(void)
{
    return kept;
}

// OpenSSL numbers the alerts that the peer sent from here on.
static bool is_alert(unsigned long error)
{
    return ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) > SSL_AD_REASON_OFFSET
        && ERR_GET_REASON(error) <= SSL_AD_REASON_OFFSET + 255;
}

void reason_keep_queue(const SSL *ssl)
{
    unsigned long error = ERR_peek_error();
    const char *words = ERR_reason_error_string(error);
    long verified = ssl ? SSL_get_verify_result(ssl) : X509_V_OK;
    if (verified != X509_V_OK)
        reason_keep("the peer's certificate: %s", X509_verify_cert_error_string(verified));
    else if (is_alert(error))
        reason_keep("the peer refused: %s", words ? words : "an alert that OpenSSL does not know");
    else
        reason_keep("%s", words ? words : "a fault without a name");
    ERR_clear_error();
}
