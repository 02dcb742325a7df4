/*  One socket of CZMQ, driven line by line; pyzmq-peer.py speaks the same protocol and describes it.

    usage: czmq-peer TYPE bind|connect|attach ENDPOINT [ROUTING-ID]
           czmq-peer CERTIFICATE write|read FILE

    "bind" and "connect" put the prefix "@" or ">" before the endpoint; "attach" leaves the text as it is, so that it may
    have prefixes of its own, be a list, or leave the choice to the type of the socket.                                */

#include <czmq.h>

#define PATIENCE_MS 10000
#define FORTY_ZEROES "0000000000000000000000000000000000000000"

static zsock_t *
create (const char *type, const char *endpoint)
{
    if (streq (type, "REQ"))    return zsock_new_req (endpoint);
    if (streq (type, "REP"))    return zsock_new_rep (endpoint);
    if (streq (type, "PUB"))    return zsock_new_pub (endpoint);
    if (streq (type, "SUB"))    return zsock_new_sub (endpoint, NULL);
    if (streq (type, "XPUB"))   return zsock_new_xpub (endpoint);
    if (streq (type, "XSUB"))   return zsock_new_xsub (endpoint);
    if (streq (type, "PUSH"))   return zsock_new_push (endpoint);
    if (streq (type, "PULL"))   return zsock_new_pull (endpoint);
    if (streq (type, "DEALER")) return zsock_new_dealer (endpoint);
    if (streq (type, "ROUTER")) return zsock_new_router (endpoint);
    if (streq (type, "PAIR"))   return zsock_new_pair (endpoint);
    return NULL;
}

//  A routing id must be there before the socket connects.
static zsock_t *
create_named (const char *type, const char *endpoint, const char *routing_id)
{
    int number = streq (type, "REQ") ? ZMQ_REQ : streq (type, "ROUTER") ? ZMQ_ROUTER : ZMQ_DEALER;
    zsock_t *sock = zsock_new (number);
    assert (sock);
    zsock_set_identity (sock, routing_id);
    if (zsock_attach (sock, endpoint, false))
        zsock_destroy (&sock);
    return sock;
}

//  As the environment asks for it; NULL when it does not.
static zsock_t *
create_secured (const char *type, const char *endpoint)
{
    const char *own = getenv ("PEER_CERTIFICATE");
    const char *user = getenv ("PEER_USER");
    const char *passwords = getenv ("PEER_PASSWORDS");
    if (!own && !user && !passwords)
        return NULL;
    zsock_t *sock = create (type, NULL);
    assert (sock);
    if (user) {
        zsock_set_plain_username (sock, user);
        zsock_set_plain_password (sock, getenv ("PEER_PASSWORD"));
    }
    if (passwords) {
        zsock_set_zap_domain (sock, "global");
        zsock_set_plain_server (sock, 1);
    }
    if (own) {
        zcert_t *cert = zcert_load (own);
        assert (cert && !streq (zcert_secret_txt (cert), FORTY_ZEROES));
        zcert_apply (cert, sock);
        zcert_destroy (&cert);
        if (getenv ("PEER_SERVER")) {
            zcert_t *server = zcert_load (getenv ("PEER_SERVER"));
            assert (server);
            zsock_set_curve_serverkey (sock, zcert_public_txt (server));
            zcert_destroy (&server);
        }
        else {
            zsock_set_zap_domain (sock, "global");
            zsock_set_curve_server (sock, 1);
        }
    }
    if (zsock_attach (sock, endpoint, false))
        zsock_destroy (&sock);
    return sock;
}

static int
digit (char character)
{
    return character <= '9' ? character - '0' : (character | 32) - 'a' + 10;
}

static zframe_t *
decode_frame (const char *word)
{
    if (streq (word, "-"))
        return zframe_new_empty ();
    size_t size = strlen (word) / 2;
    zframe_t *frame = zframe_new (NULL, size);
    byte *data = zframe_data (frame);
    for (size_t index = 0; index < size; index++)
        data [index] = (byte) (digit (word [2 * index]) << 4 | digit (word [2 * index + 1]));
    return frame;
}

static void
print_frame (zframe_t *frame)
{
    static const char digits [] = "0123456789abcdef";
    const byte *data = zframe_data (frame);
    size_t size = zframe_size (frame);
    putchar (' ');
    if (size == 0)
        putchar ('-');
    for (size_t index = 0; index < size; index++) {
        putchar (digits [data [index] >> 4]);
        putchar (digits [data [index] & 15]);
    }
}

static void
answer_error (void)
{
    printf ("ERROR %s\n", zmq_strerror (zmq_errno ()));
}

static void
answer (const char *word, bool succeeded)
{
    if (succeeded)
        puts (word);
    else
        answer_error ();
}

static bool
send_frames (zsock_t *sock, char *words)
{
    zmsg_t *message = zmsg_new ();
    char *rest = NULL;
    for (char *word = strtok_r (words, " ", &rest); word; word = strtok_r (NULL, " ", &rest)) {
        zframe_t *frame = decode_frame (word);
        zmsg_append (message, &frame);
    }
    if (zmsg_send (&message, sock) == 0)
        return true;
    zmsg_destroy (&message);
    return false;
}

static void
receive_frames (zsock_t *sock)
{
    zmsg_t *message = zmsg_recv (sock);
    if (!message) {
        answer_error ();
        return;
    }
    printf ("MESSAGE");
    for (zframe_t *frame = zmsg_first (message); frame; frame = zmsg_next (message))
        print_frame (frame);
    putchar ('\n');
    zmsg_destroy (&message);
}

static void
receive_text (zsock_t *sock)
{
    char *text = zstr_recv (sock);
    if (text)
        printf ("TEXT %s\n", text);
    else
        answer_error ();
    zstr_free (&text);
}

static bool
send_numbers (zsock_t *sock, int count)
{
    for (int number = 0; number < count; number++)
        if (zstr_sendf (sock, "%d", number))
            return false;
    return true;
}

//  The number is the last frame: from a ROUTER, the routing id comes before it.
static void
receive_numbers (zsock_t *sock, int count)
{
    for (int expected = 0; expected < count; expected++) {
        zmsg_t *message = zmsg_recv (sock);
        if (!message) {
            answer_error ();
            return;
        }
        char *text = zframe_strdup (zmsg_last (message));
        zmsg_destroy (&message);
        bool right = atoi (text) == expected;
        if (!right)
            printf ("ERROR expected %d, received %s\n", expected, text);
        zstr_free (&text);
        if (!right)
            return;
    }
    puts ("DONE");
}

static bool
echo (zsock_t *sock, int count)
{
    while (count-- > 0) {
        zmsg_t *message = zmsg_recv (sock);
        if (!message || zmsg_send (&message, sock)) {
            zmsg_destroy (&message);
            return false;
        }
    }
    return true;
}

//  zsock_set_subscribe takes a C string; a topic may hold any octets.
static bool
set_topic (zsock_t *sock, int option, const char *word)
{
    zframe_t *topic = decode_frame (word);
    int failed = zmq_setsockopt (zsock_resolve (sock), option, zframe_data (topic), zframe_size (topic));
    zframe_destroy (&topic);
    return !failed;
}

static void
obey (zsock_t *sock, char *line)
{
    char *rest = strchr (line, ' ');
    if (rest)
        *rest++ = 0;
    else
        rest = line + strlen (line);

    if (streq (line, "send"))
        answer ("SENT", send_frames (sock, rest));
    else if (streq (line, "receive"))
        receive_frames (sock);
    else if (streq (line, "send-text"))
        answer ("SENT", zstr_send (sock, rest) == 0);
    else if (streq (line, "receive-text"))
        receive_text (sock);
    else if (streq (line, "send-numbers"))
        answer ("SENT", send_numbers (sock, atoi (rest)));
    else if (streq (line, "receive-numbers"))
        receive_numbers (sock, atoi (rest));
    else if (streq (line, "subscribe"))
        answer ("DONE", set_topic (sock, ZMQ_SUBSCRIBE, rest));
    else if (streq (line, "unsubscribe"))
        answer ("DONE", set_topic (sock, ZMQ_UNSUBSCRIBE, rest));
    else if (streq (line, "echo"))
        answer ("DONE", echo (sock, atoi (rest)));
    else
        printf ("ERROR unknown command %s\n", line);
}

static int
handle_certificate (const char *action, const char *file)
{
    zcert_t *cert = streq (action, "write") ? zcert_new () : zcert_load (file);
    assert (cert);
    if (streq (action, "write")) {
        zcert_set_meta (cert, "name", "Their Owner");
        int failed = zcert_save (cert, file);
        assert (!failed);
        puts ("WRITTEN");
    }
    else
        printf ("READ %s %s %s\n", zcert_public_txt (cert), zcert_secret_txt (cert), zcert_meta (cert, "name"));
    zcert_destroy (&cert);
    return 0;
}

int
main (int argc, char *argv [])
{
    if (argc < 4) {
        fprintf (stderr, "usage: czmq-peer TYPE bind|connect|attach ENDPOINT [ROUTING-ID]\n");
        return 2;
    }
    const char *action = argv [2];
    if (streq (argv [1], "CERTIFICATE"))
        return handle_certificate (action, argv [3]);
    const char *prefix = streq (action, "bind") ? "@" : streq (action, "connect") ? ">" : "";
    char *endpoint = zsys_sprintf ("%s%s", prefix, argv [3]);

    zactor_t *auth = NULL;
    if (getenv ("PEER_CLIENTS")) {
        auth = zactor_new (zauth, NULL);
        zstr_sendx (auth, "CURVE", getenv ("PEER_CLIENTS"), NULL);
        zsock_wait (auth);
    }
    if (getenv ("PEER_PASSWORDS")) {
        auth = zactor_new (zauth, NULL);
        zstr_sendx (auth, "PLAIN", getenv ("PEER_PASSWORDS"), NULL);
        zsock_wait (auth);
    }
    zsock_t *sock = argc > 4 ? create_named (argv [1], endpoint, argv [4]) : create_secured (argv [1], endpoint);
    if (!sock && argc <= 4)
        sock = create (argv [1], endpoint);
    zstr_free (&endpoint);
    if (!sock) {
        fprintf (stderr, "czmq-peer: cannot create %s at %s: %s\n", argv [1], argv [3], zmq_strerror (zmq_errno ()));
        return 1;
    }
    zsock_set_rcvtimeo (sock, PATIENCE_MS);
    zsock_set_sndtimeo (sock, PATIENCE_MS);
    zsock_set_linger (sock, PATIENCE_MS);

    //  zsock knows the endpoint of a bind only.
    const char *real_endpoint = zsock_endpoint (sock);
    printf ("READY %s\n", real_endpoint ? real_endpoint : argv [3]);
    fflush (stdout);

    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline (&line, &capacity, stdin)) > 0) {
        if (line [length - 1] == '\n')
            line [length - 1] = 0;
        obey (sock, line);
        fflush (stdout);
    }
    free (line);
    zsock_destroy (&sock);
    zactor_destroy (&auth);
    return 0;
}
