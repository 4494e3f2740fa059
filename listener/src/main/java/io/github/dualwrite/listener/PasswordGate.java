package io.github.dualwrite.listener;

import io.github.dualwrite.listener.access.Authenticator;
import io.github.dualwrite.listener.config.User;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.resp.Command;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** Lets nothing of one client through until it has given a password. It goes away then. That channel's event loop only. */
final class PasswordGate extends ChannelInboundHandlerAdapter {

    private static final byte[] DEFAULT = User.DEFAULT.getBytes(StandardCharsets.UTF_8);

    private final Authenticator authenticator;

    PasswordGate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof Command command)) {
            super.channelRead(context, message);
        } else if (command.name().equals("QUIT")) {
            super.channelRead(context, message);
        } else if (command.name().equals("AUTH") && (command.size() == 2 || command.size() == 3)) {
            byte[] user = command.size() == 3 ? command.word(1) : DEFAULT;
            if (open(context, user, command.word(command.size() - 1))) {
                answer(context, Resp.OK);
            }
        } else if (command.name().equals("HELLO")
                && command.size() >= 5
                && command.option(2).equals("AUTH")) {
            if (open(context, command.word(3), command.word(4))) {
                context.fireChannelRead(message);
            }
        } else {
            answer(context, Resp.error("NOAUTH Authentication required."));
        }
    }

    private boolean open(ChannelHandlerContext context, byte[] user, byte[] password) {
        if (!authenticator.accepts(user, password)) {
            answer(context, Resp.error("WRONGPASS invalid username-password pair or user is disabled."));
            return false;
        }
        context.pipeline().remove(this);
        return true;
    }

    private static void answer(ChannelHandlerContext context, byte[] reply) {
        context.writeAndFlush(context.alloc().buffer(reply.length).writeBytes(reply));
    }
}
