//! Java.

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    fixed: &[
        ("pom.xml", POM),
        ("src/main/java/example/lumenfreight/Application.java", MAIN),
        (
            "src/main/resources/application.yaml",
            "server:\n  port: ${PORT:8080}\nspring:\n  datasource:\n    url: ${DATABASE_URL}\n«schema»:\n  batch: 500\n",
        ),
        ("src/test/java/example/lumenfreight/HealthTest.java", TEST),
    ],
    path: "src/main/java/example/lumenfreight/«Noun»Service.java",
    head: HEAD,
    functions: [READ, CHANGE, COMPUTE],
    tail: "}\n",
};

const POM: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.5.6</version>
  </parent>
  <groupId>example.lumenfreight</groupId>
  <artifactId>«name»</artifactId>
  <version>0.0.0-SNAPSHOT</version>
  <properties><java.version>21</java.version></properties>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-jdbc</artifactId></dependency>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId></dependency>
  </dependencies>
</project>
"#;

const MAIN: &str = r"package example.lumenfreight;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** «says» */
@SpringBootApplication
public class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }
}
";

const TEST: &str = r#"package example.lumenfreight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void anUnknown«Noun0»IsNotFound() {
        assertThat(new «Noun0»Service(emptyDatabase()).find«Noun0»("none")).isEmpty();
    }
}
"#;

const HEAD: &str = r"package example.lumenfreight;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** «Noun»s: what they are and what may happen to them. */
@Service
public class «Noun»Service {
    private final JdbcClient database;

    public «Noun»Service(JdbcClient database) {
        this.database = database;
    }
";

const READ: &str = r#"
    /** «does». */
    public List<«Noun»> «verb»«Noun»(String key) {
        return database
            .sql("select * from «noun»s where key = :key order by seen_at desc limit «limit»")
            .param("key", key)
            .query(«Noun».class)
            .list();
    }
"#;

const CHANGE: &str = r#"
    /** «does». */
    @Transactional
    public void «verb»«Noun»(«Noun» item, String by) {
        int changed = database
            .sql("update «noun»s set state = '«verb»', seen_at = now() where id = :id and state <> '«verb»'")
            .param("id", item.id())
            .update();
        if (changed > 0) {
            outbox.publish("«schema».«noun».v1", item.id(), by);
        }
    }
"#;

const COMPUTE: &str = r"
    /** «does». */
    public List<«Noun»> «verb»«Noun»s(List<«Noun»> items, Instant at) {
        return items.stream()
            .filter(item -> item.state().isOpen())
            .filter(item -> Duration.between(item.seenAt(), at).toMinutes() < «limit»)
            .sorted(Comparator.comparing(«Noun»::seenAt).reversed())
            .toList();
    }
";
