package shop;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

@ApplicationScoped
public class Tables {
  @Resource DataSource users;

  void make(@Observes @Initialized(ApplicationScoped.class) Object start) throws SQLException {
    try (Connection connection = users.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS users (uid VARCHAR(64) PRIMARY KEY, credit BIGINT)");
      statement.execute("MERGE INTO users VALUES ('alice', 42), ('carol', 0)");
    }
  }
}
