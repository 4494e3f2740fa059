package io.github.dualwrite.listener.admin;

import io.github.dualwrite.listener.admin.Guard.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One visitor's connection. That channel's event loop only. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Guard guard;
    private final Routes routes;

    AdminHandler(Guard guard, Routes routes) {
        this.guard = guard;
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        Answer answer = answer(request, isHead);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
        headers.set("x-content-type-options", "nosniff");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (answer.status() == 401) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Dualwrite: any user, the admin token\"");
        }
        if (answer.status() == 405) {
            headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keep);
        var writing = context.writeAndFlush(response);
        if (!keep) {
            writing.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Answer answer(FullHttpRequest request, boolean isHead) {
        if (!request.decoderResult().isSuccess()) {
            return Answer.text(400, "not an HTTP request");
        }
        if (!isHead && !request.method().equals(HttpMethod.GET)) {
            return Answer.text(405, request.method() + " (expected: GET; this panel changes nothing)");
        }
        Refusal refusal = refusal(request);
        if (refusal != null) {
            return refusal == Refusal.TOKEN
                    ? Answer.text(401, "the admin token is asked for (expected: Authorization: Bearer <token>)")
                    : Answer.text(421, "this host name (expected: the address itself, localhost, or an admin.token)");
        }
        try {
            return routes.answer(request.uri());
        } catch (Exception e) {
            log.error("admin: {} failed", request.uri().replaceAll("\\?.*", ""), e);
            return Answer.text(500, "failed inside of the listener; its log says why");
        }
    }

    private @Nullable Refusal refusal(FullHttpRequest request) {
        String path = request.uri().replaceAll("\\?.*", "");
        if (Routes.isForProbes(path)) {
            return null;
        }
        return guard.check(
                request.headers().get(HttpHeaderNames.AUTHORIZATION),
                request.headers().get(HttpHeaderNames.HOST));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("admin: a visitor has gone: {}", cause.getMessage());
        context.close();
    }
}
