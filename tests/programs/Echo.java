// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

public class Echo {
    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread client = new Thread(() -> {
                try (Socket socket = new Socket("127.0.0.1", server.getLocalPort())) {
                    socket.getOutputStream().write("hello".getBytes());
                    socket.getInputStream().read(new byte[100]);
                } catch (Exception failure) {
                    System.exit(1);
                }
            });
            client.start();
            try (Socket connection = server.accept()) {
                byte[] word = new byte[100];
                int size = connection.getInputStream().read(word);
                connection.getOutputStream().write(word, 0, size);
            }
            client.join();
        }
    }
}
