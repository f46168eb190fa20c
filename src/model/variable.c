/*
 * The names were asked of nginx, one by one: whether a rewrite may use them,
 * and whether a named group of a location may have their name.
 */
#include "model/variable.h"

static const char *const fixed[] = {
	"binary_remote_addr", "body_bytes_sent", "bytes_sent", "connection",
	"connection_requests", "connection_time", "connections_active",
	"connections_reading", "connections_waiting", "connections_writing",
	"content_length", "content_type", "date_gmt", "date_local",
	"document_root", "document_uri", "fastcgi_path_info",
	"fastcgi_script_name", "grpc_internal_trailers", "gzip_ratio", "host",
	"hostname", "http2", "http3", "http_cookie", "http_host",
	"http_referer", "http_user_agent", "http_via", "http_x_forwarded_for",
	"https", "is_args", "limit_conn_status", "limit_req_status", "msec",
	"nginx_version", "pid", "pipe", "proxy_add_x_forwarded_for",
	"proxy_internal_body_length", "proxy_internal_chunked",
	"proxy_protocol_addr", "proxy_protocol_port",
	"proxy_protocol_server_addr", "proxy_protocol_server_port",
	"query_string", "realip_remote_addr", "realip_remote_port",
	"realpath_root", "remote_addr", "remote_port", "remote_user", "request",
	"request_body", "request_body_file", "request_completion",
	"request_filename", "request_id", "request_length", "request_method",
	"request_time", "request_uri", "scheme", "secure_link",
	"secure_link_expires", "sent_http_cache_control",
	"sent_http_connection", "sent_http_content_length",
	"sent_http_content_type", "sent_http_keep_alive",
	"sent_http_last_modified", "sent_http_link", "sent_http_location",
	"sent_http_transfer_encoding", "server_addr", "server_name",
	"server_port", "server_protocol", "status", "tcpinfo_rcv_space",
	"tcpinfo_rtt", "tcpinfo_rttvar", "tcpinfo_snd_cwnd", "time_iso8601",
	"time_local", "uid_got", "uid_set", "upstream_addr",
	"upstream_bytes_received", "upstream_bytes_sent", "upstream_cache_etag",
	"upstream_cache_last_modified", "upstream_cache_status",
	"upstream_connect_time", "upstream_header_time",
	"upstream_response_length", "upstream_response_time", "upstream_status",
	"uri", NULL
};

static const char *const changeable[] = {
	"ancient_browser", "args", "invalid_referer", "limit_rate",
	"modern_browser", "msie", "proxy_host", "proxy_port",
	"ssl_alpn_protocol", "ssl_cipher", "ssl_ciphers", "ssl_client_cert",
	"ssl_client_escaped_cert", "ssl_client_fingerprint", "ssl_client_i_dn",
	"ssl_client_i_dn_legacy", "ssl_client_raw_cert", "ssl_client_s_dn",
	"ssl_client_s_dn_legacy", "ssl_client_serial", "ssl_client_v_end",
	"ssl_client_v_remain", "ssl_client_v_start", "ssl_client_verify",
	"ssl_curve", "ssl_curves", "ssl_early_data", "ssl_protocol",
	"ssl_server_name", "ssl_session_id", "ssl_session_reused", "uid_reset",
	NULL
};

/* rootfs/etc/nginx/template/nginx.tmpl */
static const char *const of_template[] = {
	"namespace", "ingress_name", "service_name", "service_port",
	"location_path", "proxy_upstream_name",
	"proxy_alternative_upstream_name", "pass_access_scheme",
	"pass_server_port", "best_http_host", "pass_port",
	"balancer_ewma_score", "force_ssl_redirect", "ssl_redirect",
	"force_no_ssl_redirect", "preserve_trailing_slash",
	"use_port_in_redirects", "literal_dollar", "req_id",
	"connection_upgrade", "loggable", NULL
};

/* The same, for settings and annotations that not everybody has. */
static const char *const of_template_at_times[] = {
	"auth_cookie", "block_ref", "block_ua", "cache_key", "cors",
	"full_x_forwarded_for", "redirect_to", "the_real_ip",
	"tmp_cache_key", NULL
};

/* Anything may follow, also nothing. */
static const char *const prefixes[] = {
	"arg_", "cookie_", "http_", "sent_http_", "sent_trailer_",
	"upstream_http_", "upstream_cookie_", "upstream_trailer_",
	"proxy_protocol_tlv_",
	/* of modules that a ConfigMap turns on */
	"geoip_", "geoip2_", "opentelemetry_", "otel_", "modsecurity_",
	NULL
};

static bool
is_in(const char *const *names, struct str name)
{
	while (*names != NULL && !str_eq_nocase(name, str_from(*names)))
		names++;
	return *names != NULL;
}

bool
variable_is_known(struct str name)
{
	for (const char *const *p = prefixes; *p != NULL; p++) {
		struct str prefix = str_from(*p);

		if (str_eq_nocase(str_cut(name, 0, prefix.len), prefix))
			return true;
	}
	return is_in(fixed, name) || is_in(changeable, name) ||
	    is_in(of_template, name) || is_in(of_template_at_times, name);
}

bool
variable_is_fixed(struct str name)
{
	return is_in(fixed, name);
}

static void
look_for_nearer(const char *const *names, struct str name, unsigned *least,
    struct str *nearest)
{
	for (; *names != NULL; names++) {
		unsigned distance = str_distance(name, str_from(*names),
		    *least - 1);

		if (distance < *least) {
			*least = distance;
			*nearest = str_from(*names);
		}
	}
}

struct str
variable_nearest(struct str name)
{
	/* One more than the edits that still make it a slip. */
	unsigned least = name.len < 4 ? 2 : name.len < 8 ? 3 : 4;
	struct str nearest = { NULL, 0 };

	look_for_nearer(fixed, name, &least, &nearest);
	look_for_nearer(changeable, name, &least, &nearest);
	look_for_nearer(of_template, name, &least, &nearest);
	return nearest;
}
