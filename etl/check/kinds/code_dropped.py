from etl.check.kind import Kind
from scoreboard.catalog.models import Text

KIND = Kind(
    name=Text(zh="目录缺少已发布的代码", en="published code gone from the catalog"),
    severity="error",
    message=Text(
        zh="现行版本有{value}的数值，文件中也有，而指标目录中已没有这一代码",
        en="the release in force has figures of {value}, and so has this file, but the catalog"
        " no longer has the code",
    ),
    accepted=Text(
        zh="恢复目录文件{card}；确要停用的，一并删除文件中的这些行",
        en="the code in {card} again; to give it up, delete its rows from the file, too",
    ),
)
